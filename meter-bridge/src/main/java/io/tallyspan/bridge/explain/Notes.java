package io.tallyspan.bridge.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.EventId;
import io.tallyspan.id.EventIds;
import io.tallyspan.id.IdTable;
import io.tallyspan.price.Billable;
import io.tallyspan.price.PriceTemplate;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.Recognition;
import io.tallyspan.reader.RequestFacts;
import io.tallyspan.reader.RequestParser;
import io.tallyspan.reader.ResponseParser;
import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.UsageRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is missing of an exchange, why, and what would mend it, in words that a user can act on. Names units, ids,
 * models and settings, never a prompt, an answer or the value of a header.
 */
final class Notes {

    static final String FETCH =
            "it reads a stored response again: that bills nothing, unless the response was made in the"
                    + " background and its end, with usage, is seen here for the first time";

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> PROMPTS = Set.of("messages", "input", "prompt", "contents");

    private final HarEntry entry;
    private final RequestTarget target;
    private final Endpoint endpoint;
    private final IdTable idTable;
    private final List<String> notes = new ArrayList<>();
    private boolean asksForNoUsage;

    Notes(HarEntry entry, RequestTarget target, Endpoint endpoint, IdTable idTable) {
        this.entry = entry;
        this.target = target;
        this.endpoint = endpoint;
        this.idTable = idTable;
    }

    static String unsupported(Recognition.Unsupported unsupported) {
        return "the provider bills " + unsupported.template() + ", and no reader understands it: it is counted in"
                + " tallyspan.unsupported";
    }

    /** Of an exchange that is no model call: whether it looks like one all the same. */
    static List<String> foreign(HarEntry entry) {
        return entry.method().equals("POST") && entry.requestBody() != null && asksModel(entry.requestBody())
                ? List.of("it looks like a model call on a host or path that Tallyspan does not know: name the host's"
                        + " dialect with tallyspan.hosts (docs/configuration.md), here with --hosts host=dialect; or, if it is the"
                        + " path that nobody knows, the endpoint with tallyspan.endpoints, here with --endpoints"
                        + " host/path=openai-chat")
                : List.of();
    }

    private static boolean asksModel(byte[] body) {
        boolean model = false;
        boolean prompt = false;
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                model |= name.equals("model") && value == JsonToken.VALUE_STRING;
                prompt |= PROMPTS.contains(name);
                parser.skipChildren();
            }
        } catch (IOException e) {
            return false;
        }
        return model && prompt;
    }

    static String replay(@Nullable Integer earlier) {
        return "the same response was seen before" + (earlier == null ? "" : ", in entry " + earlier)
                + ": it counts once, and this reading of it in tallyspan.replays";
    }

    void asksForNoUsage(boolean none) {
        asksForNoUsage = none;
    }

    void failed(Throwable error) {
        notes.add("a fault of Tallyspan's own, please report it: "
                + error.getClass().getName() + " at "
                + (error.getStackTrace().length == 0 ? "?" : error.getStackTrace()[0].toString()));
    }

    void sameEventAs(int earlier) {
        notes.add("it has the event id of entry " + earlier + ": the ledger keeps the better record of the two");
    }

    boolean namesModel() {
        return request().model() != null;
    }

    /** The entry that had the same response; null if it cannot be told. */
    @Nullable
    Integer earlier(Map<String, Integer> entriesByEvent) {
        byte[] body = entry.responseBody();
        ResponseParser parser = new ResponseParser(endpoint, request(), entry.status(), entry.responseHeaders());
        if (body != null) {
            parser.feed(body, 0, body.length);
        }
        String id = idTable.strongId(endpoint.dialect(), parser.finish(true).responseId(), target.headers());
        return id == null ? null : entriesByEvent.get(EventIds.response(id));
    }

    private RequestFacts request() {
        RequestParser parser = new RequestParser(entry.requestHeaders().first("Content-Type"));
        byte[] body = entry.requestBody();
        if (body != null) {
            parser.feed(body, 0, body.length);
        }
        return parser.facts();
    }

    /** All there is to say of a record, and of the price that it lacks if it lacks one. */
    List<String> of(UsageRecord record, @Nullable Billable unpriced) {
        if (record.eventId() == null) {
            notes.add(notBilled(record));
        } else {
            identity(record, record.eventId());
            if (record.quality() != Quality.REPORTED) {
                notes.add(missingUsage(record));
            }
        }
        cost(record, unpriced);
        return notes;
    }

    private String notBilled(UsageRecord record) {
        if (entry.status() == 0) {
            return "the request was never sent whole: nothing is billed, the attempt is exported without an event id";
        }
        return entry.status() >= 200
                        && entry.status() <= 299
                        && record.exchange().errorType() == null
                ? "the response is not finished: its bill comes with its result"
                : "it failed: nothing is billed, the attempt is exported without an event id";
    }

    private void identity(UsageRecord record, EventId eventId) {
        if (eventId.rule() == 1) {
            return;
        }
        String id = record.exchange().responseId();
        String why = id == null
                ? "no response id was read"
                : "the response id is weak: it matches no row of docs/event-id.md, or repeats a header of its request";
        notes.add(
                eventId.rule() == 2
                        ? why + ", so the provider's request id is the identity"
                        : why + ", and there is no good request id: the identity is the call's place in its execution,"
                                + " which an archive does not have");
    }

    private String missingUsage(UsageRecord record) {
        if (entry.status() == 0) {
            return "no answer came, but the request was sent: it was probably billed, and nobody can know how much";
        }
        if (entry.responseBody() == null) {
            return "the archive has no body of the response"
                    + (entry.responseSize() > 0 ? " (it had " + entry.responseSize() + " bytes)" : "")
                    + ": export it with contents";
        }
        String encoding = entry.responseHeaders().first("Content-Encoding");
        if (encoding != null && record.usage().isEmpty()) {
            return "the body is encoded as " + encoding + " and could not be decoded";
        }
        if (record.quality() == Quality.PARTIAL) {
            return "the answer ended before its final usage: what was stated is counted, the rest is unknown";
        }
        if (asksForNoUsage) {
            return "the stream states no usage because the request did not ask: set stream_options.include_usage, or"
                    + " tallyspan.include-usage=true";
        }
        String type = entry.responseHeaders().first("Content-Type");
        if (type != null
                && type.contains("vnd.amazon.eventstream")
                && !record.usage().isEmpty()) {
            return "the event stream is binary, and the archive has it as text: export it as base64";
        }
        return record.outcome().wireName().equals("cut")
                ? "the answer was cut before it stated its usage"
                : "the answer states no usage that the reader of "
                        + endpoint.dialect().wireName() + " knows";
    }

    private void cost(UsageRecord record, @Nullable Billable unpriced) {
        Cost cost = record.cost();
        if (unpriced != null) {
            notes.add("no price for model '" + PriceTemplate.modelOf(unpriced)
                    + "', one of its units, or the way in which it was served; a list of your own prices it: "
                    + PriceTemplate.of(unpriced));
        } else if (cost != null && cost.lowerBound()) {
            notes.add("the cost is a lower bound: usage is missing, or the counts contradict each other");
        }
    }
}
