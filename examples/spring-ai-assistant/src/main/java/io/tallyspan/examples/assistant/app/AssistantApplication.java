package io.tallyspan.examples.assistant.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableAsync;

/** The application. Nothing here knows of Tallyspan: the dependency and {@code application.yaml} do. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableAsync
public class AssistantApplication {

    /** For Spring. */
    public AssistantApplication() {}
}
