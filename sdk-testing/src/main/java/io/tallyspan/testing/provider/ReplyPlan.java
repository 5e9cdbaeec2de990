package io.tallyspan.testing.provider;

import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Reply} says; changed only while the reply is made. */
final class ReplyPlan {

    /** What is answered. */
    enum What {
        ANSWER,
        ERROR,
        CONTENT_FILTER,
        RAW
    }

    /** What goes wrong on the way. */
    enum Fault {
        NONE,
        RESET_BEFORE_HEADERS,
        SILENCE,
        RESET,
        END,
        ERROR_EVENT,
        TRUNCATED
    }

    What what = What.ANSWER;
    int status = 200;

    @Nullable
    Usage usage;

    List<UsageLine> lines = List.of();
    boolean statesUsage = true;

    @Nullable
    String id;

    boolean cached;

    @Nullable
    String model;

    @Nullable
    String tier;

    @Nullable
    String text;

    List<ToolCall> toolCalls = List.of();
    int chunks = 4;
    boolean cumulativeDeltas;
    boolean failed;
    int polls = 1;
    Duration delay = Duration.ZERO;
    Duration drip = Duration.ZERO;

    @Nullable
    Gate headGate;

    Map<Integer, Gate> gates = Map.of();
    boolean keepAlives;
    boolean gzip;
    int fragment;
    Map<String, String> headers = Map.of();

    @Nullable
    String contentType;

    byte @Nullable [] raw;

    Fault fault = Fault.NONE;
    int faultAfter;

    void what(What newWhat, int newStatus) {
        what = newWhat;
        status = newStatus;
    }

    void fault(Fault newFault, int afterEvents) {
        fault = newFault;
        faultAfter = afterEvents;
    }

    ReplyPlan copy() {
        ReplyPlan copy = new ReplyPlan();
        copy.what(what, status);
        copy.usage = usage;
        copy.lines = lines;
        copy.statesUsage = statesUsage;
        copy.id = id;
        copy.cached = cached;
        copy.model = model;
        copy.tier = tier;
        copy.text = text;
        copy.toolCalls = toolCalls;
        copy.chunks = chunks;
        copy.cumulativeDeltas = cumulativeDeltas;
        copy.failed = failed;
        copy.polls = polls;
        copy.delay = delay;
        copy.drip = drip;
        copy.headGate = headGate;
        copy.gates = gates;
        copy.keepAlives = keepAlives;
        copy.gzip = gzip;
        copy.fragment = fragment;
        copy.headers = headers;
        copy.contentType = contentType;
        copy.raw = raw;
        copy.fault(fault, faultAfter);
        return copy;
    }
}
