package io.tallyspan.attribution;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.IdSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Opens attribution scopes and says, at any point of the program, who spends. Attribution lives in the OpenTelemetry
 * {@link Context} and goes wherever that goes; it is never written to {@code Baggage}, which would send it to every
 * host that the application talks to. Safe for use by several threads; nothing but the constructor throws.
 */
public final class Attributor {

    private final boolean trustInboundTrace;
    private final Dimensions defaults;
    private final IdSource ids;
    private final Counters counters;
    private final LocalTraces localTraces = new LocalTraces();
    private final AtomicBoolean warnedOfForeignThread = new AtomicBoolean();

    /** An attributor that opens runs and executions with ids of {@code ids}. */
    public Attributor(AttributionSettings settings, IdSource ids, Counters counters) {
        this.trustInboundTrace = settings.trustInboundTrace();
        this.defaults = new Dimensions(settings.defaultCustomer(), settings.defaultFeature(), null, null, Map.of());
        this.ids = requireNonNull(ids, "ids");
        this.counters = requireNonNull(counters, "counters");
    }

    /** Begins an agent's scope: a run, or a step of the run around it. A blank name is exported as {@code unnamed}. */
    public RunBuilder run(@Nullable String agent) {
        return new RunBuilder(this, agent);
    }

    /** Begins a step. A blank name is exported as {@code unnamed}. */
    public StepBuilder step(@Nullable String name) {
        return new StepBuilder(this, name);
    }

    /** Begins a scope that only says who spends. */
    public ScopeBuilder scope() {
        return new ScopeBuilder(this);
    }

    /** Who spends in {@code context}, defaults included. Outside any scope every answer is an execution of its own. */
    public CallOrigin origin(Context context) {
        Frame frame = Frame.in(context);
        if (frame == null) {
            Execution execution = execution(null, null, context);
            return origin(Dimensions.NONE, execution, new StepNode("", ""), false);
        }
        return saysAll(frame.dimensions())
                ? frame.origin()
                : origin(frame.dimensions(), frame.execution(), frame.node(), true);
    }

    private CallOrigin origin(Dimensions said, Execution execution, StepNode node, boolean scoped) {
        return new CallOrigin(Frame.attribution(withDefaults(said), execution, node), execution, scoped);
    }

    /**
     * Goes on with a run of another process: for whoever has verified a carrier, or has another reason to trust the
     * caller. The result has an execution of its own, which the first agent's scope below may name; its steps go on
     * below {@code stepPath}. What is null or blank says nothing, and an enclosing scope's value stays.
     *
     * @param stepPath in the syntax of {@code docs/attribution.md}, names and ordinals escaped
     */
    public Context join(
            Context context,
            @Nullable String run,
            @Nullable String customer,
            @Nullable String feature,
            @Nullable String stepPath) {
        Frame outer = Frame.in(context);
        Dimensions own = new Dimensions(Dimensions.said(customer), Dimensions.said(feature), null, null, Map.of());
        String saidRun = Dimensions.said(run);
        Execution execution = new Execution(saidRun != null ? saidRun : runId(context), null, ids);
        String path = StepPaths.carried(stepPath == null ? "" : stepPath);
        return new Frame(
                        Frame.Place.CARRIED,
                        execution,
                        new StepNode(StepPaths.namesOf(path), path),
                        outer == null ? own : own.within(outer.dimensions()),
                        null)
                .into(context);
    }

    /** What surrounds an outermost scope that opens no run: an execution that its calls share. */
    Frame outermost(Context parent) {
        Execution execution = execution(null, null, parent);
        return new Frame(Frame.Place.BEFORE_RUN, execution, new StepNode("", ""), Dimensions.NONE, null);
    }

    Execution execution(@Nullable String runId, @Nullable String executionId, Context parent) {
        return new Execution(runId != null ? runId : runId(parent), executionId, ids);
    }

    StepNode openStep(StepNode parent, @Nullable String name, @Nullable String key) {
        StepNode step = parent.open(name, key);
        if (!step.isReplayable()) {
            counters.add(Counter.STEPS_NOT_REPLAYABLE);
        }
        return step;
    }

    Attachment attachment() {
        return new Attachment(warnedOfForeignThread);
    }

    LocalTraces localTraces() {
        return localTraces;
    }

    private String runId(Context context) {
        String traceId = localTraces.runTrace(context, trustInboundTrace);
        return traceId != null ? traceId : ids.uuid();
    }

    /** What is exported for a scope that says {@code said}. */
    Dimensions withDefaults(Dimensions said) {
        return saysAll(said) ? said : said.within(defaults);
    }

    private boolean saysAll(Dimensions said) {
        return (said.customerId() != null || defaults.customerId() == null)
                && (said.feature() != null || defaults.feature() == null);
    }
}
