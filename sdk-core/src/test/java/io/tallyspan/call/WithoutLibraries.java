package io.tallyspan.call;

import io.tallyspan.Tallyspan;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.stream.Stream;

/** Loads Tallyspan anew, in a world where some libraries are not. */
final class WithoutLibraries extends URLClassLoader {

    private final List<String> hidden;

    private WithoutLibraries(URL[] urls, List<String> hidden) {
        super(urls, WithoutLibraries.class.getClassLoader());
        this.hidden = hidden;
    }

    static WithoutLibraries of(String... packages) {
        URL[] urls = Stream.of(Tallyspan.class, WithoutLibraries.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        return new WithoutLibraries(urls, List.of(packages));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (hidden.stream().anyMatch(name::startsWith)) {
            throw new ClassNotFoundException(name);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null && name.startsWith("io.tallyspan.")
                    ? findClass(name)
                    : super.loadClass(name, resolve);
        }
    }
}
