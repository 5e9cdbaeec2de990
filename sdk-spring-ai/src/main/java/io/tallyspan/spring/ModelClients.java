package io.tallyspan.spring;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import io.tallyspan.Tallyspan;
import io.tallyspan.anthropic.TallyspanAnthropic;
import io.tallyspan.openai.TallyspanOpenAi;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.util.ClassUtils;

/** Replaces the vendors' clients inside models by observed ones. */
final class ModelClients {

    private static final String MODELS = "org.springframework.ai.";
    private static final Set<String> CLIENTS = Set.of(
            "com.openai.client.OpenAIClient",
            "com.openai.client.OpenAIClientAsync",
            "com.anthropic.client.AnthropicClient",
            "com.anthropic.client.AnthropicClientAsync");

    private final List<Kind<?>> kinds = new ArrayList<>();

    /** A kind of client, and how one is observed. */
    private record Kind<C>(Class<C> type, UnaryOperator<C> observe) {

        Object observed(Object client) {
            return observe.apply(type.cast(client));
        }
    }

    ModelClients(Tallyspan tallyspan) {
        if (isPresent("com.openai.client.OpenAIClient")) {
            OpenAi.add(kinds, tallyspan);
        }
        if (isPresent("com.anthropic.client.AnthropicClient")) {
            Anthropic.add(kinds, tallyspan);
        }
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, ModelClients.class.getClassLoader());
    }

    /** Loaded only where openai-java is. */
    private static final class OpenAi {
        static void add(List<Kind<?>> kinds, Tallyspan tallyspan) {
            TallyspanOpenAi openAi = TallyspanOpenAi.create(tallyspan);
            kinds.add(new Kind<>(OpenAIClient.class, openAi::wrap));
            kinds.add(new Kind<>(OpenAIClientAsync.class, openAi::wrap));
        }
    }

    /** Loaded only where anthropic-java is. */
    private static final class Anthropic {
        static void add(List<Kind<?>> kinds, Tallyspan tallyspan) {
            TallyspanAnthropic anthropic = TallyspanAnthropic.create(tallyspan);
            kinds.add(new Kind<>(AnthropicClient.class, anthropic::wrap));
            kinds.add(new Kind<>(AnthropicClientAsync.class, anthropic::wrap));
        }
    }

    /** Whether an object is a model that holds a client. Asks no client's class to be loaded. */
    static boolean isCandidate(Object bean) {
        if (!bean.getClass().getName().startsWith(MODELS)) {
            return false;
        }
        try {
            for (Class<?> type = bean.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (CLIENTS.contains(field.getType().getName())) {
                        return true;
                    }
                }
            }
        } catch (LinkageError e) {
            return false; // a field of a type that the application does without
        }
        return false;
    }

    void observe(Object model) {
        for (Class<?> type = model.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                for (Kind<?> kind : kinds) {
                    if (field.getType() == kind.type() && !Modifier.isStatic(field.getModifiers())) {
                        replace(model, field, kind);
                    }
                }
            }
        }
    }

    private static void replace(Object model, Field field, Kind<?> kind) {
        try {
            field.setAccessible(true);
            Object client = field.get(model);
            if (client != null) {
                field.set(model, kind.observed(client));
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "The client in " + model.getClass().getName() + "." + field.getName() + " cannot be observed (" + e
                            + "). Give the model's builder an observed one instead: TallyspanOpenAi.create(tallyspan)"
                            + ".wrap(client), or TallyspanAnthropic.create(tallyspan).wrap(client)",
                    e);
        }
    }
}
