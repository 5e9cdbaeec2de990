package io.tallyspan.testing.provider;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model provider on a loopback port that speaks the dialects of OpenAI (chat completions, responses, embeddings),
 * Azure (chat completions) and Anthropic (messages) over real HTTP/1.1: ids and headers in their real shapes,
 * server-sent events each in a chunk of its own, and every kind of misfortune that a {@link Script} asks for. It keeps
 * {@link Books}. Safe for use by several threads; serves hundreds of connections at once.
 *
 * <p><b>Deterministic.</b> What the script leaves open (id, text, counts) is derived from the request's seed, its
 * fingerprint (method, path, body), the client's own retry count and the occurrence among its likes; never from time or
 * the order of arrival. A program that runs several executions against one provider says in {@link #SEED_HEADER} whose
 * request it is. The derived ids are hashes: they do not contain the header's value.
 */
public final class FakeProvider implements AutoCloseable {

    /**
     * The request header that tells executions apart, for instance {@code <execution id>/<step path>}; opaque. Without
     * it the provider's own seed applies.
     */
    public static final String SEED_HEADER = "x-fake-provider-seed";

    private static final String FETCH_PATH = "/responses/";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private record Stored(Completion completion, AtomicInteger pollsLeft) {}

    private final Arrivals arrivals;
    private final ServerSocket server;
    private final ExecutorService threads;
    private final Script script = new Script();
    private final Books books = new Books();
    private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
    private final List<RuntimeException> mistakes = new CopyOnWriteArrayList<>();
    private final Map<String, Stored> stored = new ConcurrentHashMap<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger underWay = new AtomicInteger();

    private FakeProvider(String seed, ServerSocket server) {
        this.arrivals = new Arrivals(seed);
        this.server = server;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fake-provider-" + server.getLocalPort());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts a provider on a free loopback port. */
    public static FakeProvider start() {
        return start("fake");
    }

    /** As {@link #start()}; {@code seed} is that of requests without {@link #SEED_HEADER}. */
    public static FakeProvider start(String seed) {
        try {
            ServerSocket server = new ServerSocket(0, 1_024, InetAddress.getByAddress(LOOPBACK));
            FakeProvider provider = new FakeProvider(seed, server);
            provider.threads.execute(provider::accept);
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException("no loopback port for the fake provider", e);
        }
    }

    /** {@code http://127.0.0.1:PORT}: Anthropic's base URL; OpenAI's is {@link #openAiUrl()}. */
    public URI url() {
        return URI.create("http://" + authority());
    }

    /** {@code http://127.0.0.1:PORT/v1}. */
    public URI openAiUrl() {
        return URI.create(url() + "/v1");
    }

    /** {@code 127.0.0.1:PORT}, as configuration names a host. */
    public String authority() {
        return "127.0.0.1:" + port();
    }

    /** The port. */
    public int port() {
        return server.getLocalPort();
    }

    /** What is answered to whom. */
    public Script script() {
        return script;
    }

    /** What was billed. */
    public Books books() {
        return books;
    }

    /** Every request so far, in the order in which their bodies were complete; a copy. */
    public List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /**
     * Takes the seed of a request without {@link #SEED_HEADER} from its body: the first group of the first match of
     * {@code tag}, such as a tag that an application writes into its prompts to say who asks.
     */
    public FakeProvider seedFromBody(Pattern tag) {
        arrivals.tag(requireNonNull(tag, "tag"));
        return this;
    }

    /**
     * Gives other ids and figures to the same requests than a provider with another salt: one that is really asked
     * again, instead of replaying what it said.
     */
    public FakeProvider salt(String salt) {
        arrivals.salt(requireNonNull(salt, "salt"));
        return this;
    }

    /**
     * Begins anew on the same port: forgets script, books, requests and occurrences, so that the same requests get the
     * same answers once more.
     */
    public void reset() {
        script.clear();
        books.clear();
        requests.clear();
        arrivals.clear();
        stored.clear();
    }

    /** Waits until every request received has been answered, or given up; an {@link AssertionError} if that lasts. */
    public void awaitIdle(Duration timeout) {
        await(() -> underWay.get() == 0, timeout, "requests are still under way");
    }

    /** Waits until {@code count} requests have arrived; an {@link AssertionError} if fewer come in time. */
    public void awaitRequests(int count, Duration timeout) {
        await(() -> requests.size() >= count, timeout, "fewer than " + count + " requests arrived");
    }

    private static void await(BooleanSupplier condition, Duration timeout, String otherwise) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise + " after " + timeout);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /**
     * Closes the port and every connection. An {@link AssertionError} if the script asked for something that a dialect
     * cannot say.
     */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(Connection::close);
        threads.shutdownNow();
        if (!mistakes.isEmpty()) {
            throw new AssertionError(
                    "the script does not fit: " + mistakes.get(0).getMessage(), mistakes.get(0));
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Connection connection = new Connection(socket, this::handle);
                connections.add(connection);
                threads.execute(() -> {
                    connection.run();
                    connections.remove(connection);
                });
            } catch (IOException closed) {
                // Either the server is closed, and the loop ends, or that client is already gone.
            }
        }
    }

    private Performance.After handle(HttpReader.Message message, Connection connection) throws IOException {
        underWay.incrementAndGet();
        try {
            ReceivedRequest request = arrivals.receive(message);
            requests.add(request);
            return perform(request, script.replyTo(request), connection);
        } catch (RuntimeException mistake) {
            mistakes.add(mistake);
            return Performance.After.RESET;
        } finally {
            underWay.decrementAndGet();
        }
    }

    private Performance.After perform(ReceivedRequest request, Reply reply, Connection connection) throws IOException {
        Performance performance = new Performance(request, reply, connection, books);
        Stored fetched = fetched(request);
        if (fetched != null) {
            boolean ended =
                    !fetched.completion().background() || fetched.pollsLeft().getAndDecrement() <= 0;
            String last = Wires.RESPONSES.finalStatus(fetched.completion());
            return performance.fetch(fetched.completion(), ended ? last : "in_progress", ended);
        }
        Wire wire = Wires.forRequest(request);
        if (wire == null && reply.plan().what == ReplyPlan.What.RAW) {
            return performance.raw(new TreeMap<>(reply.plan().headers));
        }
        if (wire == null) {
            connection.notFound();
            return Performance.After.KEEP;
        }
        Completion completion = Wires.complete(wire, request, reply.plan());
        if (wire == Wires.RESPONSES && completion.id() != null) {
            stored.putIfAbsent(completion.id(), new Stored(completion, new AtomicInteger(reply.plan().polls)));
        }
        return performance.answer(wire, completion);
    }

    private @Nullable Stored fetched(ReceivedRequest request) {
        int id = request.path().indexOf(FETCH_PATH);
        return !request.method().equals("GET") || id < 0
                ? null
                : stored.get(request.path().substring(id + FETCH_PATH.length()));
    }
}
