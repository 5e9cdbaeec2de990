package io.tallyspan;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.NamedEndpoint;
import io.tallyspan.reader.WireFormat;
import io.tallyspan.runtime.Guard;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Formats that others have written, found as services. One that throws is passed over and counted: it keeps neither the
 * application from its answer nor the other formats from reading it.
 */
final class ServiceFormats {

    private static final String PLACE = "wire format";

    private ServiceFormats() {}

    static List<WireFormat> find(Guard guard) {
        return find(guard, WireFormat.class.getClassLoader());
    }

    static List<WireFormat> find(Guard guard, @Nullable ClassLoader loader) {
        List<WireFormat> formats = new ArrayList<>();
        guard.run(PLACE, () -> {
            Iterator<WireFormat> found =
                    ServiceLoader.load(WireFormat.class, loader).iterator();
            while (found.hasNext()) {
                formats.add(new Guarded(found.next(), guard));
            }
        });
        return formats;
    }

    private record Guarded(WireFormat format, Guard guard) implements WireFormat {

        @Override
        public String name() {
            return format.name();
        }

        @Override
        public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect dialect) {
            return guard.askOrNull(PLACE, () -> format.match(target, dialect));
        }

        @Override
        public List<NamedEndpoint> endpoints() {
            List<NamedEndpoint> endpoints = guard.askOrNull(PLACE, format::endpoints);
            return endpoints == null ? List.of() : endpoints;
        }
    }
}
