package io.tallyspan.stainless;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A field of an SDK's options builder that has a setter but no getter, or whose setter does more than to set. Used
 * while a client is configured, never while it is called. Immutable.
 *
 * @param name the field's name
 * @param mend what to do instead where the field is not as expected: the end of every error message
 */
public record PrivateField(String name, String mend) {

    /** Checks the arguments. */
    public PrivateField {
        requireNonNull(name, "name");
        requireNonNull(mend, "mend");
    }

    /**
     * The field's value.
     *
     * @throws IllegalStateException if {@code owner} has no such field, or it is empty or holds something else
     */
    public <T> T get(Object owner, Class<T> type) {
        Object value;
        try {
            value = field(owner).get(owner);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw unfit(owner, "cannot be read", e);
        }
        if (!type.isInstance(value)) {
            String found =
                    value == null ? "is empty" : "is a " + value.getClass().getName();
            throw unfit(owner, found + ", not a " + type.getName(), null);
        }
        return type.cast(value);
    }

    /**
     * Sets the field, past its setter.
     *
     * @throws IllegalStateException if {@code owner} has no such field
     */
    public void set(Object owner, Object value) {
        try {
            field(owner).set(owner, value);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw unfit(owner, "cannot be set", e);
        }
    }

    /**
     * {@code first} and what lies within it, as far as the SDK's own holders go: objects whose class name begins with
     * {@code holders}. A holder that cannot be looked into ends the chain.
     */
    public static <T> Stream<T> chain(T first, Class<T> type, String holders) {
        return Stream.iterate(
                first,
                Objects::nonNull,
                link -> link.getClass().getName().startsWith(holders) ? within(link, type) : null);
    }

    /** The value of the first field of {@code holder} that holds a {@code type}; null if none does or can be read. */
    public static <T> @Nullable T within(Object holder, Class<T> type) {
        for (Field field : holder.getClass().getDeclaredFields()) {
            try {
                field.setAccessible(true);
                Object value = Modifier.isStatic(field.getModifiers()) ? null : field.get(holder);
                if (type.isInstance(value)) {
                    return type.cast(value);
                }
            } catch (IllegalAccessException | RuntimeException e) {
                return null;
            }
        }
        return null;
    }

    private Field field(Object owner) throws NoSuchFieldException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private IllegalStateException unfit(Object owner, String problem, @Nullable Exception cause) {
        String detail = cause == null ? "" : " (" + cause + ")";
        return new IllegalStateException(
                "The field " + owner.getClass().getName() + "." + name + " " + problem + detail + ". " + mend, cause);
    }
}
