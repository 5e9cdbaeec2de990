package io.tallyspan.export;

/** Makes the pipeline's threads: daemons that take neither thread-locals nor a class loader from the application. */
final class DaemonThreads {

    private DaemonThreads() {}

    static Thread create(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        return thread;
    }
}
