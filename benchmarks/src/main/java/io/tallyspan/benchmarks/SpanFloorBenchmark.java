package io.tallyspan.benchmarks;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The floor: one span of OpenTelemetry's SDK with 25 attributes, made, filled and ended. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpanFloorBenchmark {

    private final Tracer tracer = SdkTracerProvider.builder()
            .addSpanProcessor(new DroppingProcessor())
            .build()
            .get("floor");
    private final List<AttributeKey<String>> keys = IntStream.range(0, 25)
            .mapToObj(i -> AttributeKey.stringKey("benchmark.attribute." + i))
            .toList();

    /** One span. */
    @Benchmark
    public Span openTelemetrySpan() {
        Span span =
                tracer.spanBuilder("chat gpt-4o").setSpanKind(SpanKind.CLIENT).startSpan();
        for (AttributeKey<String> key : keys) {
            span.setAttribute(key, "value");
        }
        span.end();
        return span;
    }
}
