package io.tallyspan.examples.assistant.app;

import java.util.concurrent.CompletableFuture;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Streams to the browser. */
@RestController
public class AssistantController {

    private final Assistant assistant;

    AssistantController(Assistant assistant) {
        this.assistant = assistant;
    }

    /** The pieces of an answer, as server-sent events. */
    @GetMapping(path = "/ask", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    public Flux<String> ask(
            @RequestHeader(name = "X-Customer", defaultValue = "guest") String customer,
            @RequestParam String question) {
        return assistant.answer(customer, question);
    }

    /** The sum of a conversation. */
    @PostMapping("/summary")
    public CompletableFuture<String> summarize(
            @RequestHeader(name = "X-Customer", defaultValue = "guest") String customer) {
        return assistant.summarize(customer);
    }
}
