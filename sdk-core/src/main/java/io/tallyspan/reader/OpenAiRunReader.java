package io.tallyspan.reader;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads a run of OpenAI's assistants, from the answer to its creation, its polling, or the events of a streamed run, of
 * which only those count that are the run: steps restate parts of its usage. A run is like a background response: it is
 * billed once, when it has come to its end.
 */
final class OpenAiRunReader implements UsageReader {

    private static final int ID = 0;
    private static final int MODEL = 1;
    private static final int STATUS = 2;
    private static final int OBJECT = 3;
    private static final int ERROR_CODE = 4;
    private static final int ERROR = 5;

    private static final JsonPaths PATHS = JsonPaths.builder()
            .add("id", ID)
            .add("model", MODEL)
            .add("status", STATUS)
            .add("object", OBJECT)
            .add("last_error.code", ERROR_CODE)
            .add("error", ERROR)
            .add("usage.prompt_tokens", OpenAiPaths.count(Unit.INPUT_TOKENS))
            .add("usage.completion_tokens", OpenAiPaths.count(Unit.OUTPUT_TOKENS))
            .add("usage.total_tokens", OpenAiPaths.TOTAL)
            .add("usage.prompt_token_details.cached_tokens", OpenAiPaths.count(Unit.CACHE_READ_TOKENS))
            .add("usage.prompt_tokens_details.cached_tokens", OpenAiPaths.count(Unit.CACHE_READ_TOKENS))
            .add("usage.completion_tokens_details.reasoning_tokens", OpenAiPaths.count(Unit.REASONING_TOKENS))
            .build();

    private final ProviderError error = new ProviderError();
    private Usage usage = Usage.UNKNOWN;
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String status;

    // of the current document
    private OpenAiCounts counts = new OpenAiCounts(Dialect.OPENAI);
    private boolean isRun;
    private @Nullable String documentId;
    private @Nullable String documentModel;
    private @Nullable String documentStatus;

    @Override
    public JsonPaths paths() {
        return PATHS;
    }

    @Override
    public void documentStart(@Nullable String event) {
        counts = new OpenAiCounts(Dialect.OPENAI);
        isRun = false;
        documentId = null;
        documentModel = null;
        documentStatus = null;
    }

    @Override
    public void value(int path, JsonValue value) {
        switch (path) {
            case ID -> documentId = value.textOr(documentId);
            case MODEL -> documentModel = value.textOr(documentModel);
            case STATUS -> documentStatus = value.textOr(documentStatus);
            case OBJECT -> isRun = value.is("thread.run");
            case ERROR_CODE -> {
                error.code(value);
                if (value.kind() == JsonValue.Kind.STRING) {
                    error.seen("run.failed");
                }
            }
            case ERROR -> error.member(value);
            default -> counts.take(path, value);
        }
    }

    @Override
    public void documentEnd() {
        if (isRun) {
            id = documentId == null ? id : documentId;
            model = documentModel == null ? model : documentModel;
            status = documentStatus == null ? status : documentStatus;
            Usage stated = counts.usage(model);
            usage = stated.isEmpty() ? usage : stated;
        }
    }

    private boolean isFinal() {
        return status != null
                && switch (status) {
                    case "completed", "incomplete", "failed", "cancelled", "expired" -> true;
                    default -> false;
                };
    }

    @Override
    public boolean ended() {
        return isFinal();
    }

    @Override
    public Answer answer() {
        return Answer.builder()
                .usage(usage, isFinal() && !usage.isEmpty())
                .terminated(isFinal())
                .responseId(id)
                .responseModel(model)
                .responseStatus(status)
                .background(true)
                .errorType(error.errorType())
                .build();
    }
}
