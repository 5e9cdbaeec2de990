package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.reader.OpenAiMediaReader.Medium;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenAI's images, audio, moderations, and the rankings that others have added beside them. */
final class OpenAiMediaFormat implements WireFormat {

    private record Path(String end, String operation, Medium medium) {}

    private static final List<Path> PATHS = List.of(
            new Path("/images/generations", "image_generation", Medium.IMAGES),
            new Path("/images/edits", "image_generation", Medium.IMAGES),
            new Path("/images/variations", "image_generation", Medium.IMAGES),
            new Path("/audio/speech", "speech", Medium.SPEECH),
            new Path("/audio/transcriptions", "transcription", Medium.TRANSCRIPT),
            new Path("/audio/translations", "transcription", Medium.TRANSCRIPT),
            new Path("/rerank", "rerank", Medium.RANKING),
            new Path("/moderations", "moderation", Medium.MODERATION));

    @Override
    public String name() {
        return "openai-media";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(
                new NamedEndpoint("openai-images", "/v1/images/generations", Dialect.COMPATIBLE),
                new NamedEndpoint("openai-speech", "/v1/audio/speech", Dialect.COMPATIBLE),
                new NamedEndpoint("openai-transcription", "/v1/audio/transcriptions", Dialect.COMPATIBLE),
                new NamedEndpoint("openai-moderation", "/v1/moderations", Dialect.COMPATIBLE),
                new NamedEndpoint("rerank", "/v1/rerank", Dialect.COMPATIBLE));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect host) {
        if (!OpenAiFamily.isPost(target)) {
            return null;
        }
        for (Path path : PATHS) {
            if (target.path().endsWith(path.end())) {
                return OpenAiFamily.isNamed(target, host, path.end()) ? endpoint(target, host, path) : null;
            }
        }
        return null;
    }

    private static @Nullable Endpoint endpoint(RequestTarget target, @Nullable Dialect host, Path path) {
        Dialect dialect = OpenAiFamily.dialect(target, host);
        // What is billed depends on the model: the reader says when it has all.
        return dialect == null
                ? null
                : Endpoint.inference(
                                dialect,
                                path.operation(),
                                Set.of(),
                                () -> new OpenAiMediaReader(dialect, path.medium()))
                        .withProvisional(OpenAiFamily.isProvisional(host, dialect));
    }
}
