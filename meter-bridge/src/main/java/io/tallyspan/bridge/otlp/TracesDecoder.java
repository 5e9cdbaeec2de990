package io.tallyspan.bridge.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tallyspan.bridge.ledger.Batch;
import io.tallyspan.bridge.ledger.DeadLetter;
import io.tallyspan.bridge.ledger.Entry;
import java.util.ArrayList;
import java.util.List;

/** From the bytes of an OTLP trace request to what the ledger commits. Safe for use by several threads. */
public final class TracesDecoder {

    private final EntryReader entries = new EntryReader(new JsonFactory());

    /**
     * What a request holds for the ledger.
     *
     * @param batch the usage records
     * @param foreign how many spans were none
     */
    public record Decoded(Batch batch, int foreign) {}

    /**
     * Decodes the protobuf form of an {@code ExportTraceServiceRequest}. A usage record that breaks the schema becomes
     * a dead letter and takes no other down with it.
     *
     * @throws InvalidProtocolBufferException if the request is not well-formed
     */
    public Decoded decode(ByteString body) throws InvalidProtocolBufferException {
        TracesRequest request = TracesRequest.read(body);
        List<Entry> read = new ArrayList<>();
        List<DeadLetter> broken = new ArrayList<>();
        for (ReceivedSpan span : request.usage()) {
            try {
                read.add(entries.read(span));
            } catch (BrokenRecord e) {
                broken.add(new DeadLetter(String.valueOf(e.getMessage()), span.resource(), span.span()));
            }
        }
        return new Decoded(new Batch(read, broken), request.foreign());
    }
}
