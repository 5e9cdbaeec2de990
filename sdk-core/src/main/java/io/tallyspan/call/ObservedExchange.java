package io.tallyspan.call;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.reader.Answer;
import io.tallyspan.reader.ContentEncoding;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.ResponseParser;
import io.tallyspan.runtime.Guard;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a model provider, as the integration sees it that began it. The integration makes
 * {@link #context()} current (or hands it on) while it passes the request down, and tells what happens, in this order:
 *
 * <ol>
 *   <li>{@link #requestBodyStart()}, {@link #requestBody} for each piece, {@link #requestBodyEnd()} once the transport
 *       has taken the last one; again from the start if the body is written again. A request without a body tells start
 *       and end as soon as it is sent;
 *   <li>{@link #responseHeaders};
 *   <li>{@link #responseBody} for each piece as the application reads it, decoded or not as the headers say;
 *   <li>once, whichever comes first: {@link #responseEnd()}, {@link #responseClosed()} or {@link #failed}. Whatever is
 *       told after that is ignored.
 * </ol>
 *
 * <p>If another observer nearer to the wire sees the same exchange, it takes this one over, and what is told here from
 * then on is ignored: one observer reports. No method throws, blocks or keeps a byte. Calls may come from different
 * threads, one after the other; ends may race with each other.
 */
public final class ObservedExchange {

    private static final ContextKey<ObservedExchange> KEY = ContextKey.named("tallyspan-exchange");

    private final ObserverParts parts;
    private final CallResolver calls;
    private final Reporter reporter;
    private final OpenExchanges open;
    private final Endpoint endpoint;
    private final RequestTarget target;
    private final Context context;
    private final Caller caller;
    private final RetryMarker marker;
    private final long startEpochNanos;
    private final long startNanos;

    private final RequestReading request;
    private final @Nullable StreamUsage streamUsage;
    private @Nullable ResponseReading response;
    private CallResolver.@Nullable Place place;
    private boolean claimed;
    private boolean answered;
    private boolean ended;

    ObservedExchange(
            ObserverParts parts,
            CallResolver calls,
            Reporter reporter,
            OpenExchanges open,
            Endpoint endpoint,
            RequestTarget target,
            Context context) {
        this.parts = parts;
        this.calls = calls;
        this.reporter = reporter;
        this.open = open;
        this.endpoint = endpoint;
        this.target = target;
        ObservedExchange outer = context.get(KEY);
        this.caller = outer != null && outer.claimedBy(this) ? outer.caller : Caller.in(context, endpoint, parts);
        this.context = context.with(KEY, this);
        this.marker = RetryMarker.of(target.headers());
        this.request = new RequestReading(target, endpoint, parts.tokenCounter());
        this.streamUsage = parts.includeUsage() ? StreamUsage.of(endpoint, target, parts.guard()) : null;
        this.startEpochNanos = parts.time().epochNanos();
        this.startNanos = parts.time().nanoTime();
    }

    /** The context for whatever handles the request further down: an observer there recognises this exchange by it. */
    public Context context() {
        return context;
    }

    /** The exchange whose request is on its way in {@code context}; null if there is none. */
    static @Nullable ObservedExchange in(Context context) {
        return context.get(KEY);
    }

    /**
     * What asks for the usage of the streamed answer; null if nothing is to be asked. The integration tells
     * {@link #requestBody} the application's bytes and sends what {@link StreamUsage#ask} makes of them, and shows the
     * answer here before it is {@linkplain StreamUsage#filter filtered}.
     */
    public @Nullable StreamUsage streamUsage() {
        return streamUsage;
    }

    /**
     * Whether an observer nearer to the wire must leave a request to this exchange, because it would see the question
     * for usage in it, and take that for the application's request.
     */
    synchronized boolean keeps(Reporter inner, RequestTarget innerTarget) {
        return streamUsage != null
                && streamUsage.isAsked()
                && !ended
                && !answered
                && reporter == inner
                && target.isSameRequestAs(innerTarget);
    }

    /** The body is about to be written, for the first time or once more. */
    public void requestBodyStart() {
        tell(Side.REQUEST, request::start);
    }

    /** A piece of the body, before any content encoding of the transport's. The array is only read during the call. */
    public void requestBody(byte[] bytes, int offset, int length) {
        tell(Side.REQUEST, () -> request.piece(bytes, offset, length));
    }

    /** The transport has taken the whole body: from here on the provider may bill the request. */
    public void requestBodyEnd() {
        tell(Side.REQUEST, () -> {
            request.end();
            if (isNoModelCall()) {
                ended = true;
            } else {
                place();
                open.add(this);
            }
        });
    }

    /**
     * Whether the body has not been seen whole, although the exchange is about to fail: then an integration that can
     * produce it again without side effects may tell start and pieces (not the end) before {@link #failed}, so that the
     * retry to come is known as one.
     */
    public boolean wantsRequestBody() {
        synchronized (this) {
            return !claimed && !ended && !request.isSent() && place == null;
        }
    }

    /** Status and headers have arrived. The headers are kept until the exchange ends. */
    public void responseHeaders(int status, Headers headers) {
        tell(Side.RESPONSE, () -> {
            answered = true;
            if (isNoModelCall()) {
                ended = true;
                return;
            }
            response = new ResponseReading(
                    endpoint,
                    request.facts(),
                    status,
                    headers,
                    request.estimate(),
                    parts.time().nanoTime());
            ContentEncoding unknown = response.unknownEncoding();
            if (unknown != null) {
                parts.unreadEncodings().seen(unknown);
            }
            place();
            open.add(this);
        });
    }

    /** A piece of the body, on its way to the application. The array is only read during the call. */
    public void responseBody(byte[] bytes, int offset, int length) {
        read(parser -> parser.feed(bytes, offset, length));
    }

    /** As {@link #responseBody(byte[], int, int)}; the buffer's position and limit stay as they are. */
    public void responseBody(ByteBuffer bytes) {
        read(parser -> parser.feed(bytes));
    }

    /** The application has read the response to its end. */
    public void responseEnd() {
        end(Ending.END_OF_BODY, null);
    }

    /** The application closed or cancelled the response, perhaps before its end. */
    public void responseClosed() {
        end(Ending.CLOSED, null);
    }

    /** The exchange failed, before or after its response began; {@code error} is what the application gets. */
    public void failed(Throwable error) {
        end(Ending.FAILED, error);
    }

    void endIfIdle(long nowNanos, long idleNanos) {
        boolean idle;
        synchronized (this) {
            idle = response != null && response.isIdle(nowNanos, idleNanos);
        }
        if (idle) {
            end(Ending.IDLE, null);
        }
    }

    void endForShutdown() {
        end(Ending.SHUTDOWN, null);
    }

    /**
     * An observer nearer to the wire takes over. False if this exchange is past the point where it could be its, or it
     * sees another: a transport that asks a second model on its way makes a call of its own.
     */
    private synchronized boolean claimedBy(ObservedExchange inner) {
        if (ended || answered || reporter != inner.reporter || !target.isSameRequestAs(inner.target)) {
            return false;
        }
        claimed = true;
        return true;
    }

    private enum Side {
        REQUEST,
        RESPONSE
    }

    private void tell(Side side, Guard.Action action) {
        parts.guard().run("exchange", () -> {
            synchronized (this) {
                if (claimed) {
                    answered |= side == Side.RESPONSE;
                } else if (!ended) {
                    action.run();
                }
            }
        });
    }

    private interface Feed {
        void to(ResponseParser parser);
    }

    private void read(Feed feed) {
        boolean good = parts.guard().ask("reader", () -> feed(feed), () -> false);
        if (!good) {
            synchronized (this) {
                if (response != null) {
                    response.breakDown();
                }
            }
        }
    }

    private synchronized boolean feed(Feed feed) {
        ResponseParser parser =
                ended || response == null ? null : response.parser(parts.time().nanoTime());
        if (parser != null) {
            feed.to(parser);
        }
        return true;
    }

    private void end(Ending ending, @Nullable Throwable error) {
        parts.guard().run("exchange end", () -> {
            FinishedExchange finished;
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
                answered = true;
                if (claimed || isNoModelCall()) {
                    return;
                }
                finished = finish(ending, error);
            }
            open.remove(this);
            finished.report(parts, calls, reporter);
        });
    }

    private FinishedExchange finish(Ending ending, @Nullable Throwable error) {
        return new FinishedExchange(
                endpoint,
                target,
                caller,
                place(),
                request,
                response,
                response == null ? Answer.NOTHING : response.answer(ending, parts.guard()),
                ending,
                error,
                startEpochNanos,
                startEpochNanos + (parts.time().nanoTime() - startNanos));
    }

    /** Whether a request to a path that many servers have turns out to name no model. */
    private boolean isNoModelCall() {
        return endpoint.provisional() && request.facts().model() == null;
    }

    private CallResolver.Place place() {
        CallResolver.Place known = place;
        if (known == null) {
            known = calls.resolve(
                    caller.openCall(), endpoint.operation(), caller.origin(), request.fingerprint(), marker);
            place = known;
        }
        return known;
    }
}
