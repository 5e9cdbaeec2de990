package io.tallyspan.langchain4j;

import dev.langchain4j.observability.api.listener.AiServiceRequestIssuedListener;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import io.tallyspan.Tallyspan;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;

/** Builds an AI service whose calls, tools and streams are attributed. */
final class ObservedAiServices<T> extends AiServices<T> {

    private final Class<T> type;
    private final Tallyspan tallyspan;
    private final ToolSteps steps;

    private ObservedAiServices(Class<T> type, AiServiceContext context, Tallyspan tallyspan) {
        super(context);
        this.type = type;
        this.tallyspan = tallyspan;
        this.steps = new ToolSteps(tallyspan);
    }

    static <T> AiServices<T> of(Class<T> type, Tallyspan tallyspan) {
        ObservedAiServices<T> services = new ObservedAiServices<>(type, AiServiceContext.create(type), tallyspan);
        AiServiceRequestIssuedListener listener =
                event -> tallyspan.guard().run(AiServiceCalls.PLACE, () -> IssuedRequests.issue(event));
        return services.registerListener(listener);
    }

    @Override
    public AiServices<T> toolProvider(ToolProvider toolProvider) {
        return super.toolProvider(observed(toolProvider));
    }

    @Override
    public AiServices<T> toolProviders(Collection<ToolProvider> toolProviders) {
        return super.toolProviders(toolProviders.stream().map(this::observed).toList());
    }

    @Override
    public AiServices<T> toolProviders(ToolProvider... toolProviders) {
        return toolProviders(Arrays.asList(toolProviders));
    }

    @Override
    public T build() {
        context.toolService.toolExecutors().replaceAll((name, executor) -> observed(executor));
        if (context.streamingChatModel != null) {
            context.streamingChatModel = IssuedRequests.observing(context.streamingChatModel);
        }
        T service = AiServices.<T>builder(context).build();
        T observed = AiServiceCalls.proxy(tallyspan, type, service);
        return isAnnotated() ? tallyspan.proxy(type, observed) : observed;
    }

    private boolean isAnnotated() {
        for (Method method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())
                    && !tallyspan.annotations().plan(type, method).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private ToolExecutor observed(ToolExecutor executor) {
        return ObservedToolExecutor.observing(executor, steps, tallyspan.guard());
    }

    private ToolProvider observed(ToolProvider provider) {
        return ObservedToolProvider.observing(provider, this::observed);
    }
}
