package io.tallyspan.langchain4j;

import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.util.List;
import java.util.function.UnaryOperator;

/** Provides another provider's tools, observed. */
final class ObservedToolProvider implements ToolProvider {

    private final ToolProvider provider;
    private final UnaryOperator<ToolExecutor> observing;

    private ObservedToolProvider(ToolProvider provider, UnaryOperator<ToolExecutor> observing) {
        this.provider = provider;
        this.observing = observing;
    }

    static ToolProvider observing(ToolProvider provider, UnaryOperator<ToolExecutor> observing) {
        return provider instanceof ObservedToolProvider ? provider : new ObservedToolProvider(provider, observing);
    }

    @Override
    public ToolProviderResult provideTools(ToolProviderRequest request) {
        ToolProviderResult result = provider.provideTools(request);
        if (result == null) {
            return result;
        }
        List<AiServiceTool> tools =
                result.aiServiceTools().stream().map(this::observed).toList();
        return new ToolProviderResult(tools);
    }

    private AiServiceTool observed(AiServiceTool tool) {
        return tool.toBuilder()
                .toolExecutor(observing.apply(tool.toolExecutor()))
                .build();
    }

    @Override
    public boolean isDynamic() {
        return provider.isDynamic();
    }
}
