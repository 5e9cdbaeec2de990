package io.tallyspan.testing.kit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Proves that nothing of Tallyspan outlives its use: one call is made by copies of its classes in a class loader of
 * their own, which must then be collectable. Libraries come from the parent, so that the threads they keep are not held
 * against Tallyspan.
 *
 * <p>Soft references do not count, but the JVM keeps them as long as memory is plenty, and JDK 25 holds the types of
 * method handles by them. Tests therefore run with {@code -XX:SoftRefLRUPolicyMSPerMB=0}.
 */
final class ClassLoaderProbe {

    private ClassLoaderProbe() {}

    static void run(Class<?> suite, String authority, Duration timeout) throws Exception {
        WeakReference<ClassLoader> loader = callInside(suite, authority);
        long end = System.nanoTime() + timeout.toNanos();
        while (loader.get() != null) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the class loader is still reachable: a thread, a ThreadLocal or a static"
                        + " field of a library holds on to Tallyspan; or only a soft reference of the JDK does: run the"
                        + " tests with -XX:SoftRefLRUPolicyMSPerMB=0 to know");
            }
            System.gc();
            Thread.sleep(20);
        }
    }

    private static WeakReference<ClassLoader> callInside(Class<?> suite, String authority) throws Exception {
        Inside loader = new Inside(suite.getClassLoader());
        Class<?> copy = Class.forName(suite.getName(), true, loader);
        if (copy == suite) {
            throw new AssertionError("the suite is not in a package of io.tallyspan: " + suite);
        }
        Object inside = newInstance(copy);
        Method call = Class.forName(SafetyCases.class.getName(), true, loader)
                .getDeclaredMethod("callOnceAndLetGo", String.class);
        call.setAccessible(true);
        try {
            Object answer = call.invoke(inside, authority);
            if (String.valueOf(answer).isEmpty()) {
                throw new AssertionError("the call inside gave nothing");
            }
        } catch (InvocationTargetException e) {
            // The cause is an instance of the copies' world: carried as text, it holds no loader.
            throw new AssertionError("the call inside failed: " + e.getCause());
        }
        return new WeakReference<>(loader);
    }

    /** A nested suite belongs to an instance of the class around it. */
    private static Object newInstance(Class<?> type) throws ReflectiveOperationException {
        Class<?> around = type.getDeclaringClass();
        boolean inner = around != null && !Modifier.isStatic(type.getModifiers());
        Constructor<?> constructor = inner ? type.getDeclaredConstructor(around) : type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return inner ? constructor.newInstance(newInstance(around)) : constructor.newInstance();
    }

    /** Defines everything below {@code io.tallyspan} anew. */
    private static final class Inside extends ClassLoader {

        Inside(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.tallyspan.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? define(name) : known;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            byte[] bytes = bytes(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            // With a domain of this loader's own, every thread that a library starts would hold on to it by the
            // access control context that it inherits.
            return defineClass(name, bytes, 0, bytes.length, ClassLoaderProbe.class.getProtectionDomain());
        }

        private byte @Nullable [] bytes(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
