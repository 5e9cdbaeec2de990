package io.tallyspan.annotation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyspan.attribution.AttributionSettings;
import io.tallyspan.attribution.Attributor;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.IdSource;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class AnnotationErrorsTest {

    private final Counters counters = new Counters();
    private final AnnotationInterpreter interpreter = AnnotationInterpreter.create(
            new Attributor(AttributionSettings.DEFAULTS, IdSource.random(), counters), new Guard(counters));

    record Account(String id) {}

    interface Wrong {
        @Step
        void unknownProperty(@Customer("number") Account account);

        @Step
        void noId(@Customer Account account);

        @Step
        void emptyPart(@Customer("account..id") Object request);

        @Step
        void twoCustomers(@Customer String a, @Customer String b);

        void keyWithoutStep(@StepKey String key);

        @Step(" ")
        void blankStep();

        @Feature("")
        void blankFeature();

        @Tag(key = "k")
        void tagWithoutValue();

        @Tag(key = "k", value = "1")
        @Tag(key = "k", value = "2")
        void tagTwice();

        @Tag(key = "k", value = "1", property = "p")
        void tagWithProperty();

        void parameterTagWithValue(@Tag(key = "k", value = "v") String tag);

        void blankKey(@Tag(key = "") String tag);
    }

    private void assertRefused(String name, String... parts) {
        for (Method method : Wrong.class.getMethods()) {
            if (method.getName().equals(name)) {
                assertThatThrownBy(() -> interpreter.plan(Wrong.class, method))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll("Wrong." + name + "(")
                        .hasMessageContainingAll(parts);
                return;
            }
        }
        throw new AssertionError("no method " + name);
    }

    @Test
    void aMistakeIsNamedWithItsMethodAndItsMend() {
        assertRefused("unknownProperty", "@Customer on parameter 1 (account)", "no property \"number\"");
        assertRefused("noId", "name the property that is the id", "\"id\"");
        assertRefused("emptyPart", "empty part");
        assertRefused("twoCustomers", "more than one parameter");
        assertRefused("keyWithoutStep", "add @Step or @Agent");
        assertRefused("blankStep", "blank");
        assertRefused("blankFeature", "name the feature");
        assertRefused("tagWithoutValue", "has no value");
        assertRefused("tagTwice", "repeats a key");
        assertRefused("tagWithProperty", "only a parameter");
        assertRefused("parameterTagWithValue", "the argument is the value");
        assertRefused("blankKey", "blank key");
    }

    /** Loaded again by a loader of its own below. */
    interface Loaded {
        @Step
        void work(@Customer("id") Account account);
    }

    @Test
    void aPlanDoesNotHoldTheClassLoaderOfItsType() throws Exception {
        WeakReference<ClassLoader> loader = planInALoaderOfItsOwn();
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(loader.get()).isNull();
    }

    private WeakReference<ClassLoader> planInALoaderOfItsOwn() throws Exception {
        ClassLoader own = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.startsWith(AnnotationErrorsTest.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                Class<?> present = findLoadedClass(name);
                return present != null ? present : define(name);
            }

            private Class<?> define(String name) throws ClassNotFoundException {
                try (InputStream in = AnnotationErrorsTest.class
                        .getClassLoader()
                        .getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] bytes = requireNonNull(in).readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        Class<?> type = own.loadClass(Loaded.class.getName());
        assertThat(type).isNotEqualTo(Loaded.class);
        assertThat(interpreter.plan(type, type.getDeclaredMethods()[0]).isEmpty())
                .isFalse();
        return new WeakReference<>(own);
    }
}
