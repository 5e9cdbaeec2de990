package io.tallyspan.conformance.spring;

import io.tallyspan.Tallyspan;
import io.tallyspan.spring.TallyspanSpringAi;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.EmbeddingModel;

/** Spring AI's models of one provider, as their builders make them, observed. */
final class SpringAiKitClient implements KitClient {

    /** Makes the models, not yet observed. */
    interface Models {

        ChatModel chat(ClientSetup setup);

        EmbeddingModel embedding(ClientSetup setup);
    }

    private final ClientSetup setup;
    private final Models models;

    SpringAiKitClient(ClientSetup setup, Models models) {
        this.setup = setup;
        this.models = models;
    }

    @Override
    public String chat(String prompt) {
        return textOf(observed(models.chat(setup)).call(new Prompt(prompt)));
    }

    @Override
    public void embed(String input) {
        var unused = observed(models.embedding(setup)).embed(input);
    }

    @Override
    public void stream(String prompt, Chunks chunks) {
        observed(models.chat(setup)).stream(new Prompt(prompt))
                .takeWhile(response -> chunks.next(textOf(response)))
                .blockLast();
    }

    private <M> M observed(M model) {
        for (Tallyspan layer : setup.layers()) {
            TallyspanSpringAi.create(layer).observe(model);
        }
        return model;
    }

    private static String textOf(ChatResponse response) {
        if (response.getResult() == null || response.getResult().getOutput().getText() == null) {
            return "";
        }
        return response.getResult().getOutput().getText();
    }
}
