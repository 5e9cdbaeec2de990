package io.tallyspan.annotation;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way from an argument to an id in it, checked against the declared types. Safe for use by several threads. */
final class PropertyPath {

    private static final List<Class<?>> TEXTUAL = List.of(
            CharSequence.class, Number.class, Boolean.class, Character.class, Enum.class, UUID.class, URI.class);

    private final List<Accessor> accessors;

    private PropertyPath(List<Accessor> accessors) {
        this.accessors = List.copyOf(accessors);
    }

    /**
     * The way along {@code path} from a value declared as {@code type}.
     *
     * @param place names annotation and method for the error text
     * @throws IllegalArgumentException if the declared types say that there is no such way
     */
    static PropertyPath of(Type type, String path, Supplier<String> place) {
        List<Accessor> accessors = new ArrayList<>();
        Type at = opened(type);
        if (!path.isEmpty()) {
            for (String name : path.split("\\.", -1)) {
                Accessor accessor = accessor(at, name, place);
                accessors.add(accessor);
                at = opened(accessor.type());
            }
        }
        Class<?> last = raw(at);
        if (last != Object.class && !last.isPrimitive() && !isTextual(last)) {
            throw new IllegalArgumentException(place.get() + ": " + last.getName()
                    + " has no text form to bill by; name the property that is the id, such as \""
                    + (path.isEmpty() ? "" : path + ".") + "id\", or pass text, a number, an enum constant or a UUID");
        }
        return new PropertyPath(accessors);
    }

    /** The text at the end of the way; null if anything on it is null, missing or without a text form. */
    @Nullable
    String read(@Nullable Object argument) throws ReflectiveOperationException {
        Object at = opened(argument);
        for (Accessor accessor : accessors) {
            if (at == null) {
                return null;
            }
            at = opened(accessor.read(at));
        }
        if (at instanceof Enum<?> constant) {
            return constant.name();
        }
        return at != null && isTextual(at.getClass()) ? at.toString() : null;
    }

    private static Accessor accessor(Type owner, String name, Supplier<String> place) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    place.get() + ": the path has an empty part; write it as \"account.id\"");
        }
        Class<?> raw = raw(owner);
        if (raw == Object.class) {
            return Accessor.Late.of(name);
        }
        if (Map.class.isAssignableFrom(raw)) {
            return new Accessor.OfMap(name, argument(owner, 2, 1));
        }
        Accessor found = Accessor.find(raw, name);
        if (found == null) {
            throw new IllegalArgumentException(place.get() + ": " + raw.getName() + " has no property \"" + name
                    + "\" that Tallyspan can read; it looks for a record component, a public getter or a public field"
                    + " (in a named module the package must be open to io.tallyspan.core)");
        }
        return found;
    }

    private static boolean isTextual(Class<?> type) {
        return TEXTUAL.stream().anyMatch(textual -> textual.isAssignableFrom(type));
    }

    private static Type opened(Type type) {
        return raw(type) == Optional.class ? argument(type, 1, 0) : type;
    }

    private static @Nullable Object opened(@Nullable Object value) {
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }

    /** A type argument; {@link Object} where the declaration does not say. */
    private static Type argument(Type type, int count, int index) {
        return type instanceof ParameterizedType parameterized && parameterized.getActualTypeArguments().length == count
                ? parameterized.getActualTypeArguments()[index]
                : Object.class;
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        } else if (type instanceof ParameterizedType parameterized) {
            return raw(parameterized.getRawType());
        } else if (type instanceof TypeVariable<?> variable) {
            return raw(variable.getBounds()[0]);
        } else if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        return Object[].class;
    }
}
