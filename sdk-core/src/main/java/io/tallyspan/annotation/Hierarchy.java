package io.tallyspan.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the annotations of a method may stand: the types above a type, and the declarations that a method carries out.
 */
final class Hierarchy {

    private Hierarchy() {}

    /** {@code type}, its superclasses but {@link Object}, then all its interfaces, nearest first. */
    static List<Class<?>> types(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            types.add(c);
        }
        Queue<Class<?>> toVisit = new ArrayDeque<>(types);
        while (!toVisit.isEmpty()) {
            for (Class<?> each : toVisit.remove().getInterfaces()) {
                if (types.add(each)) {
                    toVisit.add(each);
                }
            }
        }
        return List.copyOf(types);
    }

    /** The declarations that a call of {@code method} on a {@code type} carries out, most specific first. */
    static List<Method> declarations(Class<?> type, Method method) {
        List<Class<?>> types = types(type);
        Set<List<Class<?>>> signatures = signatures(types, method);
        List<Method> declarations = new ArrayList<>();
        for (Class<?> each : types) {
            for (Method candidate : each.getDeclaredMethods()) {
                if (isInstanceMethod(candidate, method.getName())
                        && signatures.contains(parameters(candidate))
                        && !(candidate.isBridge() && bridged(candidate) != null)) {
                    declarations.add(candidate);
                }
            }
        }
        return declarations;
    }

    /** Whether every object has this method. */
    static boolean isOfObject(Method method) {
        return method.getDeclaringClass() == Object.class
                || switch (method.getName()) {
                    case "hashCode", "toString" -> method.getParameterCount() == 0;
                    case "equals" -> parameters(method).equals(List.of(Object.class));
                    default -> false;
                };
    }

    /**
     * A generic method has one erased signature where it is declared and another where its type variables are bound.
     */
    private static Set<List<Class<?>>> signatures(List<Class<?>> types, Method method) {
        Set<List<Class<?>>> signatures = new HashSet<>();
        signatures.add(parameters(method));
        int before;
        do {
            before = signatures.size();
            for (Class<?> each : types) {
                for (Method candidate : each.getDeclaredMethods()) {
                    Method bridged = candidate.isBridge() && isInstanceMethod(candidate, method.getName())
                            ? bridged(candidate)
                            : null;
                    if (bridged != null
                            && (signatures.contains(parameters(candidate))
                                    || signatures.contains(parameters(bridged)))) {
                        signatures.add(parameters(candidate));
                        signatures.add(parameters(bridged));
                    }
                }
            }
        } while (signatures.size() > before);
        return signatures;
    }

    /** The one method of the same class that {@code bridge} can only call; null if it could be several, or none. */
    private static @Nullable Method bridged(Method bridge) {
        Method found = null;
        for (Method candidate : bridge.getDeclaringClass().getDeclaredMethods()) {
            if (!candidate.isBridge()
                    && isInstanceMethod(candidate, bridge.getName())
                    && bridge.getReturnType().isAssignableFrom(candidate.getReturnType())
                    && accepts(bridge.getParameterTypes(), candidate.getParameterTypes())) {
                if (found != null) {
                    return null;
                }
                found = candidate;
            }
        }
        return found;
    }

    private static boolean accepts(Class<?>[] wide, Class<?>[] narrow) {
        if (wide.length != narrow.length) {
            return false;
        }
        for (int i = 0; i < wide.length; i++) {
            if (!wide[i].isAssignableFrom(narrow[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInstanceMethod(Method method, String name) {
        return method.getName().equals(name) && !Modifier.isStatic(method.getModifiers());
    }

    private static List<Class<?>> parameters(Method method) {
        return Arrays.asList(method.getParameterTypes());
    }
}
