package io.tallyspan.examples.assistant.app;

import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.stereotype.Component;

/** A tool that asks a model of its own: what that costs is the tool's. */
@Component
public class Orders {

    private final EmbeddingModel embeddings;

    Orders(EmbeddingModel embeddings) {
        this.embeddings = embeddings;
    }

    /** Finds orders. */
    @Tool(description = "Finds a customer's orders by a description")
    public String findOrders(String description) {
        float[] vector = embeddings.embed(description);
        return "order 1138, found among " + vector.length + " dimensions, arrives tomorrow";
    }
}
