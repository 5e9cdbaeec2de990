package io.tallyspan.anthropic;

import com.anthropic.core.ClientOptions;
import io.opentelemetry.context.Context;
import java.util.concurrent.Executor;

/**
 * The executor on which newer releases of the SDK run the asynchronous part of a call, with the caller's context kept:
 * it is handed the task on the caller's thread. A class of its own, for older releases have no such option.
 */
record ContextKeepingExecutor(Executor executor) implements Executor {

    /** Installs one around {@code executor}; true if it is one already. */
    static boolean isInstalled(ClientOptions.Builder builder, Executor executor) {
        if (executor instanceof ContextKeepingExecutor) {
            return true;
        }
        builder.completionExecutor(new ContextKeepingExecutor(executor));
        return false;
    }

    @Override
    public void execute(Runnable task) {
        Context caller = Context.current();
        executor.execute(caller == Context.root() ? task : caller.wrap(task));
    }
}
