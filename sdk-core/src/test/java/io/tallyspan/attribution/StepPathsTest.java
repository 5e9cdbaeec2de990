package io.tallyspan.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.IdSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StepPathsTest {

    private final Counters counters = new Counters();
    private final Attributor attributor = new Attributor(AttributionSettings.DEFAULTS, IdSource.random(), counters);

    private Attribution now() {
        return attributor.origin(Context.current()).attribution();
    }

    private String pathOf(StepBuilder step) {
        return step.get(() -> now().stepPath());
    }

    @Test
    void stepsNest_namesAndPathPartCompanyAtKeysAndOrdinals() {
        attributor.run("a").run(() -> {
            attributor.step("plan").run(() -> {});
            attributor
                    .step("plan")
                    .run(() -> attributor
                            .step("research")
                            .key("eu")
                            .run(() -> attributor.step("summarize").run(() -> {
                                assertThat(now().step()).isEqualTo("plan/research/summarize");
                                assertThat(now().stepPath()).isEqualTo("plan#2/research[eu]/summarize");
                            })));
        });
    }

    @Test
    void siblingsOfOneNameGetOrdinals_eachParentCountsItsOwn() {
        attributor.run("a").run(() -> {
            assertThat(pathOf(attributor.step("x"))).isEqualTo("x");
            assertThat(pathOf(attributor.step("y"))).isEqualTo("y");
            assertThat(pathOf(attributor.step("x").key("k"))).isEqualTo("x[k]");
            assertThat(pathOf(attributor.step("x").key("k"))).isEqualTo("x[k]");
            assertThat(pathOf(attributor.step("x"))).isEqualTo("x#2");
            attributor
                    .step("y")
                    .run(() -> assertThat(pathOf(attributor.step("x"))).isEqualTo("y#2/x"));
        });
        assertThat(counters.get(Counter.STEPS_NOT_REPLAYABLE)).isZero();
    }

    @Test
    void aKeylessSiblingBesideAnOpenOneIsNotReplayable_aKeyedOneDoesNotMatter() {
        attributor.run("a").run(() -> {
            Context run = Context.current();
            AttributionScope keyed = attributor.step("x").key("1").start(run);
            AttributionScope first = attributor.step("x").start(run);
            AttributionScope second = attributor.step("x").start(run);
            assertThat(attributor.origin(first.context()).attribution().stepPath())
                    .isEqualTo("x");
            assertThat(attributor.origin(second.context()).attribution().stepPath())
                    .isEqualTo("x[~]");
            List.of(keyed, first, second).forEach(AttributionScope::close);
            assertThat(pathOf(attributor.step("x"))).isEqualTo("x#3");
        });
        assertThat(counters.get(Counter.STEPS_NOT_REPLAYABLE)).isEqualTo(1);
    }

    @Test
    void structureInNamesAndKeysIsEscaped() {
        assertThat(StepPaths.segment("a/b#c[d]%e")).isEqualTo("a%2Fb%23c%5Bd%5D%25e");
        assertThat(StepPaths.segment("tab\there\u0085")).isEqualTo("tab%09here%C2%85");
        assertThat(StepPaths.segment("Größe 😀 ~")).isEqualTo("Größe 😀 ~");
        assertThat(StepPaths.segment("torn\uD83D!")).isEqualTo("torn\uFFFD!");
        attributor
                .run("a")
                .run(() -> assertThat(pathOf(attributor.step("x").key("~"))).isEqualTo("x[%7E]"));
    }

    @Test
    void aLongNameEndsInAHashOfItsEscapedForm() {
        assertThat(StepPaths.segment("n".repeat(64))).isEqualTo("n".repeat(64));
        String cut = StepPaths.segment("n".repeat(65));
        // printf 'n%.0s' {1..65} | sha256sum
        assertThat(cut).isEqualTo("n".repeat(47) + "~1e3fb6d54587d70a");
        String astral = StepPaths.segment("😀".repeat(65));
        assertThat(astral.codePointCount(0, astral.length())).isEqualTo(64);
        assertThat(StepPaths.segment("n".repeat(46) + "/" + "n".repeat(30)))
                .matches("n{46}~[0-9a-f]{16}")
                .isNotEqualTo(StepPaths.segment("n".repeat(46) + "/" + "n".repeat(31)));
    }

    @Test
    void aLongPathKeepsItsLeadingSegmentsAndEndsInAHash() {
        String path = "";
        for (int depth = 1; depth <= 40; depth++) {
            String before = path;
            path = StepPaths.append(path, "segment-%02d".formatted(depth));
            assertThat(path.length()).isBetween(1, StepPaths.MAX_PATH);
            assertThat(path).isNotEqualTo(before);
        }
        assertThat(path).matches("segment-01/segment-02/.*/segment-\\d\\d/~[0-9a-f]{16}(/segment-\\d\\d)*");
    }

    @Test
    void aCutPathGoesOnInAnotherProcessAsItWouldHaveInThisOne() {
        String here = "";
        for (int depth = 1; depth <= 30; depth++) {
            here = StepPaths.append(here, "segment-%02d".formatted(depth));
        }
        assertThat(StepPaths.append(StepPaths.carried(here), "next")).isEqualTo(StepPaths.append(here, "next"));
    }

    @Test
    void aCarriedPathIsCleaned_andItsNamesAreFound() {
        assertThat(StepPaths.carried("plan#2/research[eu]")).isEqualTo("plan#2/research[eu]");
        assertThat(StepPaths.namesOf("plan#2/research[eu]/x")).isEqualTo("plan/research/x");
        assertThat(StepPaths.carried("//a/ /b\n/")).isEqualTo("a/b%0A");
        assertThat(StepPaths.namesOf("[odd]")).isEqualTo("%5Bodd%5D");
        assertThat(StepPaths.namesOf("")).isEmpty();
        assertThat(StepPaths.carried("x".repeat(5000)).length()).isLessThanOrEqualTo(StepPaths.MAX_PATH);
    }

    @Test
    void fiftyThreadsGiveTheSameSetOfPathsEveryTime() throws Exception {
        Set<String> expected = pathsOf(1);
        assertThat(expected).hasSize(200 * 3);
        for (int round = 0; round < 3; round++) {
            assertThat(pathsOf(50)).isEqualTo(expected);
        }
        assertThat(counters.get(Counter.STEPS_NOT_REPLAYABLE)).isZero();
    }

    private Set<String> pathsOf(int threads) throws Exception {
        ExecutorService pool = Attributions.executor(Executors.newFixedThreadPool(threads));
        try (AttributionScope ignored = attributor.run("fan-out").open()) {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<List<String>>> branches = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String key = "branch-" + i;
                branches.add(pool.submit(() -> {
                    go.await();
                    return attributor
                            .step("research")
                            .key(key)
                            .call(() -> List.of(
                                    now().stepPath(),
                                    pathOf(attributor.step("read")),
                                    pathOf(attributor.step("read"))));
                }));
            }
            go.countDown();
            Set<String> paths = new TreeSet<>();
            for (Future<List<String>> branch : branches) {
                paths.addAll(branch.get());
            }
            return paths;
        } finally {
            pool.shutdown();
        }
    }
}
