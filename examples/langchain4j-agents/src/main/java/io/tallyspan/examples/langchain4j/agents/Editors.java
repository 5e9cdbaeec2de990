package io.tallyspan.examples.langchain4j.agents;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import io.tallyspan.annotation.Feature;
import io.tallyspan.annotation.Step;

/** Agents that make a text of it. */
public final class Editors {

    private Editors() {}

    /** Writes. The supervisor calls it. */
    public interface Drafter {
        /** A draft. */
        @Agent(name = "draft", description = "Writes a draft of a briefing", outputKey = "draft")
        @UserMessage("Draft a briefing on {{topic}} for customer {{customer}}.")
        String draft(@V("topic") String topic, @V("customer") String customer);
    }

    /** Finds fault. The supervisor calls it. */
    public interface Critic {
        /** What is wrong with it. */
        @Agent(
                name = "critic",
                description = "Finds what is wrong with the draft of a briefing",
                outputKey = "critique")
        @UserMessage("What is wrong with the briefing on {{topic}} for customer {{customer}}?")
        String criticise(@V("topic") String topic, @V("customer") String customer);
    }

    /** Streams the final text, as an AI service. */
    @Feature("publishing")
    public interface Publisher {
        /** The pieces of the text. */
        @Step("publish")
        TokenStream publish(@UserMessage String draft);
    }
}
