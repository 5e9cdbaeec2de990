package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Paths of the user's own that stand for an endpoint of a format: those of a gateway that has renamed what it forwards.
 * Immutable.
 */
final class OwnPaths {

    private static final String ANY = "*";
    private static final String MODEL = "{model}";
    /** Stands in a provider's path for a model that the user's path does not name. */
    private static final String NO_MODEL = "-";

    private record Named(WireFormat format, NamedEndpoint endpoint) {}

    /** A path, segment by segment, and what it stands for. */
    private record Rule(HostPlace place, List<String> segments, Named named) {

        boolean isFor(int port, String[] path) {
            if (!place.isOn(port) || path.length != segments.size()) {
                return false;
            }
            for (int i = 0; i < path.length; i++) {
                if (!isVariable(segments.get(i)) && !segments.get(i).equals(path[i])) {
                    return false;
                }
            }
            return true;
        }

        @Nullable
        String model(String[] path) {
            int at = segments.indexOf(MODEL);
            return at < 0 ? null : path[at];
        }

        /** The narrower of two that are for the same path first: literal where they first differ, then with a port. */
        int compareTo(Rule other) {
            if (segments.size() != other.segments.size()) {
                return Integer.compare(segments.size(), other.segments.size());
            }
            for (int i = 0; i < segments.size(); i++) {
                int order = Boolean.compare(isVariable(segments.get(i)), isVariable(other.segments.get(i)));
                if (order != 0) {
                    return order;
                }
            }
            return Boolean.compare(place.isOnAnyPort(), other.place.isOnAnyPort());
        }

        private static boolean isVariable(String segment) {
            return segment.equals(ANY) || segment.equals(MODEL);
        }
    }

    private final Map<String, List<Rule>> rules = new HashMap<>();

    /**
     * @param endpoints names of endpoints by {@code host/path} or {@code host:port/path}
     * @param formats those that may be named; of two endpoints of one name the first one's
     * @throws IllegalArgumentException if a key is no place, or a name is none
     */
    OwnPaths(Map<String, String> endpoints, List<WireFormat> formats) {
        if (endpoints.isEmpty()) {
            return;
        }
        Map<String, Named> names = new LinkedHashMap<>();
        for (WireFormat format : formats) {
            format.endpoints().forEach(endpoint -> names.putIfAbsent(endpoint.name(), new Named(format, endpoint)));
        }
        endpoints.forEach((text, name) -> {
            HostPlace place = HostPlace.of(text);
            Named named = names.get(requireNonNull(name, text));
            if (named == null) {
                throw new IllegalArgumentException("'" + text + "=" + name + "' (tallyspan.endpoints): there is"
                        + " no endpoint '" + name + "'; there are "
                        + names.keySet().stream().sorted().collect(Collectors.joining(", ")));
            }
            if (place.path().isEmpty()) {
                throw new IllegalArgumentException("'" + text + "=" + name + "' (tallyspan.endpoints) has no"
                        + " path: give 'host/path', where a segment may be * or {model}; whole hosts are for"
                        + " tallyspan.hosts");
            }
            List<Rule> ofHost = rules.computeIfAbsent(place.host(), unused -> new ArrayList<>());
            ofHost.add(new Rule(place, List.of(segments(place.path())), named));
            ofHost.sort(Rule::compareTo);
        });
    }

    private static String[] segments(String path) {
        return path.split("/", -1);
    }

    /**
     * The endpoint that a request addresses, or null if its path is none of the user's own.
     *
     * @param dialect the dialect of the host, if the configuration names it or it is well known
     */
    @Nullable
    Endpoint match(RequestTarget target, @Nullable Dialect dialect) {
        List<Rule> ofHost = rules.isEmpty() ? null : rules.get(target.host());
        if (ofHost == null) {
            return null;
        }
        String[] path = segments(target.path());
        for (Rule rule : ofHost) {
            if (rule.isFor(target.port(), path)) {
                return endpoint(target, dialect, rule.named(), rule.model(path));
            }
        }
        return null;
    }

    /** A host that speaks something else than the endpoint does forwards to one that speaks it. */
    private static @Nullable Endpoint endpoint(
            RequestTarget target, @Nullable Dialect dialect, Named named, @Nullable String model) {
        NamedEndpoint endpoint = named.endpoint();
        RequestTarget there =
                target.withPath(endpoint.path().replace(MODEL, model == null || model.isEmpty() ? NO_MODEL : model));
        Endpoint match = dialect == null ? null : named.format().match(there, dialect);
        if (match == null) {
            match = named.format().match(there, endpoint.dialect());
        }
        if (match == null) {
            return null;
        }
        return endpoint.path().contains(MODEL) && model != null ? match : match.withRequestModel(model);
    }
}
