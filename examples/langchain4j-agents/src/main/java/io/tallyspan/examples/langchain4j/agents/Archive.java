package io.tallyspan.examples.langchain4j.agents;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;

/** A tool that asks a model of its own: what that costs is the tool's, in the step of the expert who used it. */
final class Archive {

    private final ChatModel cheap;

    Archive(ChatModel cheap) {
        this.cheap = cheap;
    }

    /** Looks something up. */
    @Tool("Looks up figures of the last years")
    public String figures(@P("what to look up") String question) {
        return cheap.chat("In one sentence: " + question);
    }
}
