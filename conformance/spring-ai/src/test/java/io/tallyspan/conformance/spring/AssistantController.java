package io.tallyspan.conformance.spring;

import java.util.concurrent.CompletableFuture;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** The assistant over HTTP, on servlets and on WebFlux alike. */
@RestController
public class AssistantController {

    private final Assistant assistant;

    AssistantController(Assistant assistant) {
        this.assistant = assistant;
    }

    @GetMapping("/ask")
    String ask(@RequestParam String question) {
        return assistant.ask(question);
    }

    @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> stream(@RequestParam String question) {
        return assistant.stream(question);
    }

    @GetMapping("/later")
    CompletableFuture<String> later(@RequestParam String question) {
        return assistant.later(question);
    }
}
