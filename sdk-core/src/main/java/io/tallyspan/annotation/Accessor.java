package io.tallyspan.annotation;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one property of an object. Safe for use by several threads. */
interface Accessor {

    /** The property's value. */
    @Nullable
    Object read(Object owner) throws ReflectiveOperationException;

    /** What the property is declared as. */
    Type type();

    /** The property {@code name} of {@code owner}, if that has one which may be read. */
    static @Nullable Accessor find(Class<?> owner, String name) {
        String capitalised = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        for (String method : new String[] {name, "get" + capitalised, "is" + capitalised}) {
            Method getter = getter(owner, method);
            if (getter != null && (!method.startsWith("is") || getter.getReturnType() == boolean.class)) {
                return new OfMethod(getter);
            }
        }
        for (Field field : owner.getFields()) {
            if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers()) && field.trySetAccessible()) {
                return new OfField(field);
            }
        }
        return null;
    }

    /** By way of a type that is open to us: the implementation of an interface often is not. */
    private static @Nullable Method getter(Class<?> owner, String name) {
        for (Class<?> type : Hierarchy.types(owner)) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name)
                        && method.getParameterCount() == 0
                        && method.getReturnType() != void.class
                        && method.getDeclaringClass() != Object.class
                        && !method.isBridge()
                        && !Modifier.isStatic(method.getModifiers())
                        && method.trySetAccessible()) {
                    return method;
                }
            }
        }
        return null;
    }

    /** A getter or a record's component. */
    record OfMethod(Method method) implements Accessor {
        @Override
        public @Nullable Object read(Object owner) throws ReflectiveOperationException {
            return method.invoke(owner);
        }

        @Override
        public Type type() {
            return method.getGenericReturnType();
        }
    }

    /** A public field. */
    record OfField(Field field) implements Accessor {
        @Override
        public @Nullable Object read(Object owner) throws ReflectiveOperationException {
            return field.get(owner);
        }

        @Override
        public Type type() {
            return field.getGenericType();
        }
    }

    /** An entry of a map; {@code type} is what the map's declaration says about its values. */
    record OfMap(String key, Type type) implements Accessor {
        @Override
        public @Nullable Object read(Object owner) {
            return ((Map<?, ?>) owner).get(key);
        }
    }

    /** A property of something of which only the call will tell what it is. */
    record Late(String name, ClassValue<Accessor> byClass) implements Accessor {

        /** Remembers the way for each class, without holding on to the class. */
        static Late of(String name) {
            return new Late(name, new ClassValue<>() {
                @Override
                protected Accessor computeValue(Class<?> owner) {
                    Accessor found = Map.class.isAssignableFrom(owner)
                            ? new OfMap(name, Object.class)
                            : Accessor.find(owner, name);
                    return found != null ? found : Absent.INSTANCE;
                }
            });
        }

        @Override
        public @Nullable Object read(Object owner) throws ReflectiveOperationException {
            return byClass.get(owner.getClass()).read(owner);
        }

        @Override
        public Type type() {
            return Object.class;
        }
    }

    /** A property that is not there. */
    enum Absent implements Accessor {
        INSTANCE;

        @Override
        public @Nullable Object read(Object owner) {
            return null;
        }

        @Override
        public Type type() {
            return Object.class;
        }
    }
}
