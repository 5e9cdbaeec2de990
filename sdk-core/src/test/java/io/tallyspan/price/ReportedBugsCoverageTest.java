package io.tallyspan.price;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every report that the project's list of other tools' mistakes names has a test, and one of its own. */
class ReportedBugsCoverageTest {

    private static final String LIST = "shared/facts/provider-usage.md";
    private static final Pattern NUMBER = Pattern.compile("#(\\d+)");

    private static final List<String> TESTS =
            List.of("io.tallyspan.price.ReportedBugsTest", "io.tallyspan.reader.ReportedDoubleBillsTest");

    private static @Nullable Path list() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve(LIST);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    private static List<Integer> tested() throws ClassNotFoundException {
        List<Integer> numbers = new ArrayList<>();
        for (String test : TESTS) {
            Stream.of(Class.forName(test).getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .map((Method method) -> method.getAnnotation(ReportedBug.class))
                    .filter(bug -> bug != null)
                    .forEach(bug -> numbers.add(bug.number()));
        }
        return numbers;
    }

    @Test
    void noTwoTestsAreOfTheSameReport() throws ClassNotFoundException {
        assertThat(tested()).doesNotHaveDuplicates().hasSizeGreaterThan(40);
    }

    @Test
    void everyReportOfTheListHasATest() throws IOException, ClassNotFoundException {
        Path file = list();
        Assumptions.assumeTrue(
                file != null, "SKIPPED: no " + LIST + " beside the checkout, the list of reports is not compared");
        String facts = Files.readString(requireNonNull(file), UTF_8);
        int start = facts.indexOf("### 3.2 ");
        int end = facts.indexOf("\n---", start);
        assertThat(start).as("section 3.2 of " + file).isPositive().isLessThan(end);
        List<Integer> listed = new ArrayList<>();
        Matcher number = NUMBER.matcher(facts.substring(start, end));
        while (number.find()) {
            listed.add(Integer.parseInt(number.group(1)));
        }
        assertThat(listed).hasSizeGreaterThan(35);
        assertThat(tested()).containsAll(listed);
    }
}
