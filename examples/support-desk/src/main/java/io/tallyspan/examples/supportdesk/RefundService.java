package io.tallyspan.examples.supportdesk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.attribution.CallOrigin;
import io.tallyspan.examples.stage.Telemetry;
import io.tallyspan.examples.supportdesk.agents.AnthropicRefundSpecialist;
import io.tallyspan.examples.supportdesk.agents.RefundSpecialist;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The second process: a service with an agent of its own. It goes on with the caller's run if the caller's
 * {@code tallyspan-context} is signed with the secret that both know, and refuses to work for anybody else. It ends
 * when its standard input does.
 */
final class RefundService {

    static final String PROCESS = "refund-service";

    private static final TextMapGetter<Headers> HEADERS =
            (headers, name) -> headers == null ? null : headers.getFirst(name);

    private final Tallyspan tallyspan;
    private final RefundSpecialist specialist;
    private final String executionId;

    private RefundService(Tallyspan tallyspan, RefundSpecialist specialist, String executionId) {
        this.tallyspan = tallyspan;
        this.specialist = specialist;
        this.executionId = executionId;
    }

    /** {@code args}: where OTLP goes, the main job's execution id, and the port of a fake provider if there is one. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress fake = args.length < 3
                ? null
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[2]));
        Map<String, String> hosts = fake == null ? Map.of() : Map.of("tallyspan.hosts", Provider.ANTHROPIC.fakeHost());
        try (Tallyspan tallyspan = Telemetry.start(PROCESS, URI.create(args[0]), hosts)) {
            RefundSpecialist specialist = tallyspan.proxy(
                    RefundSpecialist.class, new AnthropicRefundSpecialist(Clients.anthropic(tallyspan, fake)));
            RefundService service = new RefundService(tallyspan, specialist, args[1]);
            ExecutorService threads = Executors.newCachedThreadPool();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/assess", service::answer);
            server.setExecutor(threads);
            server.start();
            System.out.println("listening http=127.0.0.1:" + server.getAddress().getPort());
            System.in.transferTo(OutputStream.nullOutputStream());
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String question = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Context caller = tallyspan.propagator().extract(Context.root(), exchange.getRequestHeaders(), HEADERS);
            CallOrigin origin = tallyspan.attributor().origin(caller);
            byte[] body = (origin.scoped() ? assess(caller, origin, question) : "no trusted caller").getBytes(UTF_8);
            exchange.sendResponseHeaders(origin.scoped() ? 200 : 403, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String assess(Context caller, CallOrigin origin, String question) {
        String execution = JobIds.execution(executionId, origin.attribution().runId(), PROCESS);
        try (Scope ignored = caller.makeCurrent();
                AttributionScope run =
                        tallyspan.run(PROCESS).executionId(execution).open()) {
            return specialist.assess(question);
        }
    }
}
