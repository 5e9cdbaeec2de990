package io.tallyspan.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of a test class, as a test of tests needs it: who passed, and who failed with what. */
public final class SuiteRun implements TestExecutionListener {

    private final Set<String> passed = new TreeSet<>();
    private final Map<String, String> failed = new TreeMap<>();

    private SuiteRun() {}

    /** Runs these methods of {@code suite}, inherited ones included; without any, all of them. */
    public static SuiteRun of(Class<?> suite, String... methods) {
        List<DiscoverySelector> selectors = new ArrayList<>();
        for (String method : methods) {
            selectors.add(selectMethod(suite, method));
        }
        if (selectors.isEmpty()) {
            selectors.add(selectClass(suite));
        }
        SuiteRun run = new SuiteRun();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectors)
                                    .build(),
                            run);
        }
        return run;
    }

    /** The names of the methods that passed. */
    public Set<String> passed() {
        return passed;
    }

    /** The messages of those that failed, by method. */
    public Map<String, String> failed() {
        return failed;
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        String name = identifier.getLegacyReportingName().replaceAll("\\(.*", "");
        if (result.getStatus() == Status.SUCCESSFUL && identifier.isTest()) {
            passed.add(name);
        } else if (result.getStatus() == Status.FAILED) {
            failed.put(name, result.getThrowable().map(String::valueOf).orElse(""));
        }
    }
}
