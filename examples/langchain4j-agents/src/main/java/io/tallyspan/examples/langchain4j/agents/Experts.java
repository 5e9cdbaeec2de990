package io.tallyspan.examples.langchain4j.agents;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;

/** Agents that work at the same time, each on its part. */
public final class Experts {

    private Experts() {}

    /** Knows the market. */
    public interface Market {
        /** What the market says. */
        @Agent(name = "market", outputKey = "market")
        @UserMessage("What does the market say about {{topic}}? You work for customer {{customer}}.")
        String market(@V("topic") String topic, @V("customer") String customer);
    }

    /** Knows the risks. */
    public interface Risk {
        /** What can go wrong. */
        @Agent(name = "risk", outputKey = "risk")
        @UserMessage("What can go wrong with {{topic}}? You work for customer {{customer}}.")
        String risk(@V("topic") String topic, @V("customer") String customer);
    }

    /** Knows the law. */
    public interface Law {
        /** What is allowed. */
        @Agent(name = "law", outputKey = "law")
        @UserMessage("What does the law say about {{topic}}? You work for customer {{customer}}.")
        String law(@V("topic") String topic, @V("customer") String customer);
    }
}
