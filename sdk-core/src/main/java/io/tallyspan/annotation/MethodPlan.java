package io.tallyspan.annotation;

import static java.util.Objects.requireNonNull;

import io.tallyspan.attribution.AttributionBuilder;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.attribution.Attributor;
import io.tallyspan.attribution.RunBuilder;
import io.tallyspan.attribution.StepBuilder;
import io.tallyspan.runtime.Guard;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations say about the calls of one method. Immutable, and safe for use by several threads. Nothing of it
 * throws because of what is in the arguments.
 */
public final class MethodPlan {

    private static final String PLACE = "annotations";

    private final Attributor attributor;
    private final Guard guard;
    private final Sayings sayings;
    private final Class<?> returnType;

    MethodPlan(Attributor attributor, Guard guard, Sayings sayings, Class<?> returnType) {
        this.attributor = requireNonNull(attributor, "attributor");
        this.guard = requireNonNull(guard, "guard");
        this.sayings = requireNonNull(sayings, "sayings");
        this.returnType = requireNonNull(returnType, "returnType");
    }

    /** All that annotations can say. Null or empty where they do not. */
    record Sayings(
            @Nullable String agent,
            @Nullable String step,
            @Nullable String feature,
            Map<String, String> tags,
            @Nullable Argument stepKey,
            @Nullable Argument customer,
            Map<String, Argument> argumentTags) {

        static final Sayings NOTHING = new Sayings(null, null, null, Map.of(), null, null, Map.of());

        Sayings {
            tags = Map.copyOf(tags);
            argumentTags = Map.copyOf(argumentTags);
        }
    }

    /** A value that is in an argument. */
    record Argument(int index, PropertyPath path) {}

    /** The call around which a scope is opened. */
    @FunctionalInterface
    public interface Invocation {
        /** Makes the call. */
        @Nullable
        Object proceed() throws Throwable;
    }

    /** Whether the annotations say nothing, so that a call can be left alone. */
    public boolean isEmpty() {
        return sayings.equals(Sayings.NOTHING);
    }

    /**
     * The scope for one call, still to be opened: integrations may say more. A value that cannot be read is left out,
     * and counted.
     *
     * @param arguments those of the call; empty for a method without parameters
     */
    public AttributionBuilder<?> scope(@Nullable Object[] arguments) {
        AttributionBuilder<?> scope = opening(arguments);
        scope.feature(sayings.feature()).tags(sayings.tags());
        sayings.argumentTags().forEach((key, argument) -> scope.tag(key, read(argument, arguments)));
        if (sayings.customer() != null) {
            scope.customer(read(sayings.customer(), arguments));
        }
        return scope;
    }

    /**
     * Makes a call inside its scope: on this thread, and where the result is a stage or a future that has stages, the
     * step stays open until that is done. The result is the call's own, such futures aside, and so is the exception.
     */
    public @Nullable Object around(@Nullable Object[] arguments, Invocation invocation) throws Throwable {
        if (isEmpty()) {
            return invocation.proceed();
        }
        Optional<AttributionScope> opened =
                guard.ask(PLACE, () -> Optional.of(scope(arguments).open()), Optional::empty);
        if (opened.isEmpty()) {
            return invocation.proceed();
        }
        AttributionScope scope = opened.get();
        boolean returned = false;
        @Nullable Object result;
        try {
            result = invocation.proceed();
            returned = true;
        } finally {
            if (!returned) {
                scope.close();
            }
        }
        if (!(result instanceof CompletionStage<?> stage)) {
            scope.close();
            return result;
        }
        return guard.ask(PLACE, () -> closeAfter(scope, stage), () -> {
            scope.close();
            return stage;
        });
    }

    private CompletionStage<?> closeAfter(AttributionScope scope, CompletionStage<?> stage) {
        if (mayReplace(stage)) {
            return scope.closeAfter(stage);
        }
        scope.detach();
        var unused = stage.whenComplete((value, failure) -> scope.close());
        return stage;
    }

    /** Whether the caller can do with any future; a method that promises a kind of its own must give that very one. */
    private boolean mayReplace(CompletionStage<?> stage) {
        return returnType == CompletionStage.class
                || (stage instanceof CompletableFuture
                        && (returnType == CompletableFuture.class || returnType == Future.class))
                || stage.getClass() == CompletableFuture.class;
    }

    private AttributionBuilder<?> opening(@Nullable Object[] arguments) {
        String key = sayings.stepKey() == null ? null : read(sayings.stepKey(), arguments);
        if (sayings.agent() != null) {
            RunBuilder run = attributor.run(sayings.agent());
            return sayings.step() == null ? run.key(key) : run.step(sayings.step(), key);
        }
        if (sayings.step() != null) {
            StepBuilder step = attributor.step(sayings.step());
            return step.key(key);
        }
        return attributor.scope();
    }

    private @Nullable String read(Argument argument, @Nullable Object[] arguments) {
        return guard.ask(
                        PLACE,
                        () -> Optional.ofNullable(argument.path().read(arguments[argument.index()])),
                        Optional::<String>empty)
                .orElse(null);
    }

    @Override
    public String toString() {
        return "MethodPlan" + sayings;
    }
}
