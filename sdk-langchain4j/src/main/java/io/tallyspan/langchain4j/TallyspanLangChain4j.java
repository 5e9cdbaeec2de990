package io.tallyspan.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpClientBuilderLoader;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.AiServices;
import io.tallyspan.Tallyspan;
import io.tallyspan.jdkhttp.TallyspanHttpClient;

/**
 * Observes what LangChain4j 1.16 or newer asks of models, on the wire, where each attempt of a call is an exchange of
 * its own: LangChain4j's listeners are told of a call once, however often it was retried. And says who asks: makes AI
 * services whose annotations, tools and streams are attributed. Safe for use by several threads.
 */
public final class TallyspanLangChain4j {

    /** The key of the customer in {@link InvocationParameters}. */
    public static final String CUSTOMER = "tallyspan.customer";

    /** The key of the feature in {@link InvocationParameters}. */
    public static final String FEATURE = "tallyspan.feature";

    /** The key of the end user in {@link InvocationParameters}. */
    public static final String USER = "tallyspan.user";

    private static final boolean JDK = isPresent("dev.langchain4j.http.client.jdk.JdkHttpClientBuilder");

    private final Tallyspan tallyspan;
    private final TallyspanHttpClient jdk;

    private TallyspanLangChain4j(Tallyspan tallyspan) {
        this.tallyspan = tallyspan;
        this.jdk = TallyspanHttpClient.create(tallyspan);
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, TallyspanLangChain4j.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** What reports to {@code tallyspan}. */
    public static TallyspanLangChain4j create(Tallyspan tallyspan) {
        return new TallyspanLangChain4j(requireNonNull(tallyspan, "tallyspan"));
    }

    /**
     * A builder of the HTTP client that LangChain4j would use, observed: for {@code .httpClientBuilder(...)} of a
     * model's builder. A new one for each model, since the models set timeouts on it.
     */
    public HttpClientBuilder httpClientBuilder() {
        return wrap(HttpClientBuilderLoader.loadHttpClientBuilder());
    }

    /**
     * A builder whose clients are observed: every attempt, whole and streamed. Streams tell their events in the context
     * of whoever asked for them. Clients over {@code java.net.http} are observed on the wire. Of those over anything
     * else only whole answers are seen, so that one which breaks off is known as an attempt without a response; their
     * streams are seen as they come. A builder that is observed already is returned as it is.
     */
    public HttpClientBuilder wrap(HttpClientBuilder builder) {
        requireNonNull(builder, "builder");
        HttpClientBuilder transport =
                builder instanceof ObservedClientBuilder observed ? observed.innermost() : builder;
        if (JDK && JdkTransports.areBuiltBy(transport)) {
            return JdkTransports.observe(transport, jdk) && builder == transport
                    ? new ObservedClientBuilder(builder, tallyspan, ContextKeepingClient::new)
                    : builder;
        }
        return builder instanceof ObservedClientBuilder observed && observed.isObservedBy(tallyspan)
                ? builder
                : new ObservedClientBuilder(
                        builder,
                        tallyspan,
                        client -> new ContextKeepingClient(new ObservedTransport(client, tallyspan)));
    }

    /**
     * A builder to use instead of {@link AiServices#builder(Class)}. What it builds is attributed
     *
     * <ul>
     *   <li>by the annotations of {@code io.tallyspan.annotation} on {@code type},
     *   <li>by {@link #CUSTOMER}, {@link #FEATURE} and {@link #USER} in a method's {@link InvocationParameters}, which
     *       win over the annotations,
     *   <li>and else by the scope around the call.
     * </ul>
     *
     * <p>Each execution of a tool is a step named after the tool, with the id of the tool call as its key where tools
     * run at the same time. Streams are attributed to the call that gave them, whenever and wherever they are started.
     *
     * @throws IllegalArgumentException from {@link AiServices#build()}, if an annotation makes no sense; the message
     *     names the method and the mend
     */
    public <T> AiServices<T> aiServices(Class<T> type) {
        return ObservedAiServices.of(requireNonNull(type, "type"), tallyspan);
    }

    /**
     * A retriever that attributes what it asks of models to the AI service's call that it retrieves for. Needed where
     * LangChain4j retrieves on threads of its own: for several queries or retrievers at once.
     */
    public ContentRetriever wrap(ContentRetriever retriever) {
        return new ObservedContentRetriever(requireNonNull(retriever, "retriever"), tallyspan.guard());
    }
}
