package io.tallyspan.annotation;

import io.tallyspan.annotation.MethodPlan.Argument;
import io.tallyspan.annotation.MethodPlan.Sayings;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads all annotations about one method; {@link Agent} states the rules. */
final class AnnotationReader {

    private final List<Method> declarations;
    private final List<Class<?>> types = new ArrayList<>();
    private final Method method;

    AnnotationReader(Class<?> type, Method method) {
        this.method = method;
        declarations = Hierarchy.declarations(type, method);
        for (Class<?> each : Hierarchy.types(type)) {
            if (isAbout(each)) {
                types.add(each);
            }
        }
    }

    Sayings read() {
        String agent = name(Agent.class, Agent::value, Class::getSimpleName);
        String step = name(Step.class, Step::value, unused -> method.getName());
        String feature = name(Feature.class, Feature::value, unused -> "");
        if (feature != null && feature.isEmpty()) {
            throw new IllegalArgumentException("@Feature about " + shown(method) + " is empty: name the feature");
        }
        Argument stepKey = argument(StepKey.class, StepKey::value);
        if (stepKey != null && agent == null && step == null) {
            throw new IllegalArgumentException("@StepKey on a parameter of " + shown(method)
                    + ", which is no step: add @Step or @Agent to the method, or remove the key");
        }
        Argument customer = argument(Customer.class, Customer::value);
        Map<String, Argument> argumentTags = argumentTags();
        Map<String, String> tags = tags();
        tags.keySet().removeAll(argumentTags.keySet());
        return new Sayings(agent, step, feature, tags, stepKey, customer, argumentTags);
    }

    /** An interface is about what it has; a class also about what its subclasses add. */
    private boolean isAbout(Class<?> type) {
        return declarations.stream()
                .map(Method::getDeclaringClass)
                .anyMatch(declaring ->
                        declaring.isAssignableFrom(type) || (!type.isInterface() && !declaring.isInterface()));
    }

    private <A extends Annotation> @Nullable String name(
            Class<A> kind, Function<A, String> value, Function<Class<?>, String> nameOfType) {
        for (Method declaration : declarations) {
            A found = declaration.getDeclaredAnnotation(kind);
            if (found != null) {
                String name = said(found, value, declaration);
                return name.isEmpty() && kind != Feature.class ? declaration.getName() : name;
            }
        }
        for (Class<?> type : types) {
            A found = type.getDeclaredAnnotation(kind);
            if (found != null) {
                String name = said(found, value, type);
                return name.isEmpty() ? nameOfType.apply(type) : name;
            }
        }
        return null;
    }

    private static <A extends Annotation> String said(A annotation, Function<A, String> value, AnnotatedElement where) {
        String said = value.apply(annotation);
        if (!said.isEmpty() && said.isBlank()) {
            throw new IllegalArgumentException(shown(annotation) + " on " + shown(where)
                    + " is blank: give it a name, or leave it out for the default");
        }
        return said;
    }

    private <A extends Annotation> @Nullable Argument argument(Class<A> kind, Function<A, String> path) {
        for (Method declaration : declarations) {
            Argument found = null;
            for (int i = 0; i < declaration.getParameterCount(); i++) {
                A annotation = declaration.getParameters()[i].getDeclaredAnnotation(kind);
                if (annotation != null) {
                    if (found != null) {
                        throw new IllegalArgumentException(shown(annotation) + " is on more than one parameter of "
                                + shown(declaration) + ": keep the one that says it");
                    }
                    found = argument(declaration, i, shown(annotation), path.apply(annotation));
                }
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static Argument argument(Method declaration, int index, String annotation, String path) {
        Parameter parameter = declaration.getParameters()[index];
        Supplier<String> place = () ->
                annotation + " on parameter " + (index + 1) + " (" + parameter.getName() + ") of " + shown(declaration);
        return new Argument(index, PropertyPath.of(declaration.getGenericParameterTypes()[index], path, place));
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new HashMap<>();
        declarations.forEach(declaration -> addTags(tags, declaration));
        types.forEach(type -> addTags(tags, type));
        return tags;
    }

    private static void addTags(Map<String, String> tags, AnnotatedElement where) {
        Set<String> here = new HashSet<>();
        for (Tag tag : where.getDeclaredAnnotationsByType(Tag.class)) {
            requireKey(tag, here, where);
            if (tag.value().isBlank()) {
                throw new IllegalArgumentException(shown(tag) + " on " + shown(where) + " has no value: give it one");
            }
            if (!tag.property().isEmpty()) {
                throw new IllegalArgumentException(
                        shown(tag) + " on " + shown(where) + " has a property, which only a parameter can have");
            }
            tags.putIfAbsent(tag.key(), tag.value());
        }
    }

    private Map<String, Argument> argumentTags() {
        Map<String, Argument> tags = new HashMap<>();
        for (Method declaration : declarations) {
            Set<String> here = new HashSet<>();
            for (int i = 0; i < declaration.getParameterCount(); i++) {
                for (Tag tag : declaration.getParameters()[i].getDeclaredAnnotationsByType(Tag.class)) {
                    requireKey(tag, here, declaration);
                    if (!tag.value().isEmpty()) {
                        throw new IllegalArgumentException(shown(tag) + " on a parameter of " + shown(declaration)
                                + " has a value: the argument is the value, or its property");
                    }
                    tags.putIfAbsent(tag.key(), argument(declaration, i, shown(tag), tag.property()));
                }
            }
        }
        return tags;
    }

    private static void requireKey(Tag tag, Set<String> here, AnnotatedElement where) {
        if (tag.key().isBlank()) {
            throw new IllegalArgumentException(shown(tag) + " on " + shown(where) + " has a blank key: name the tag");
        }
        if (!here.add(tag.key())) {
            throw new IllegalArgumentException(shown(tag) + " on " + shown(where) + " repeats a key: keep one of them");
        }
    }

    private static String shown(Annotation annotation) {
        if (annotation instanceof Tag tag) {
            return "@Tag(key = \"" + tag.key() + "\")";
        }
        return "@" + annotation.annotationType().getSimpleName();
    }

    private static String shown(AnnotatedElement element) {
        if (!(element instanceof Method method)) {
            return ((Class<?>) element).getName();
        }
        List<String> parameters = new ArrayList<>();
        for (Class<?> parameter : method.getParameterTypes()) {
            String name = parameter.getTypeName();
            parameters.add(name.substring(name.lastIndexOf('.') + 1));
        }
        return method.getDeclaringClass().getName() + "." + method.getName() + "(" + String.join(", ", parameters)
                + ")";
    }
}
