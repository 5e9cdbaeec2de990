package io.tallyspan.runtime;

/** Makes Tallyspan's threads: daemons that take neither thread-locals nor a class loader from the application. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** A thread that has not been started. */
    public static Thread create(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        return thread;
    }
}
