package io.tallyspan.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;

/** Dependencies point one way, between modules and between the packages of the core. */
@AnalyzeClasses(packages = "io.tallyspan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] INTEGRATIONS = {
        "io.tallyspan.okhttp..",
        "io.tallyspan.jdkhttp..",
        "io.tallyspan.openai..",
        "io.tallyspan.anthropic..",
        "io.tallyspan.langchain4j.."
    };

    private static final DescribedPredicate<JavaClass> OTHER_MODULES = resideInAnyPackage(
                    "io.tallyspan.testing..",
                    "io.tallyspan.bridge..",
                    "io.tallyspan.examples..",
                    "io.tallyspan.benchmarks..")
            .as("other modules");

    @ArchTest
    static final ArchRule coreKnowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage("io.tallyspan..")
            .and(DescribedPredicate.not(OTHER_MODULES))
            .should()
            .dependOnClassesThat(OTHER_MODULES);

    @ArchTest
    static final ArchRule bridgeAndTestingDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("io.tallyspan.bridge..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.tallyspan.testing..", "io.tallyspan.examples.."));

    @ArchTest
    static final ArchRule packagesOfTheCoreHaveNoCycles =
            slices().matching("io.tallyspan.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule integrationsAreNobodysBusiness = noClasses()
            .that()
            .resideOutsideOfPackages(INTEGRATIONS)
            .and(DescribedPredicate.not(OTHER_MODULES))
            .should()
            .dependOnClassesThat(resideInAnyPackage(INTEGRATIONS));

    @ArchTest
    static final ArchRule integrationsOnlyAnswerQuestions = noClasses()
            .that()
            .resideInAnyPackage(INTEGRATIONS)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.tallyspan.export..",
                    "io.tallyspan.reader..",
                    "io.tallyspan.usage..",
                    "io.tallyspan.semconv..",
                    "io.tallyspan.state..",
                    "io.tallyspan.id.."));

    @ArchTest
    static final ArchRule leavesDependOnNothingOfOurs = noClasses()
            .that()
            .resideInAnyPackage("io.tallyspan.runtime..", "io.tallyspan.http..", "io.tallyspan.semconv..")
            .should(ArchConditions.dependOnClassesThat(resideInAPackage("io.tallyspan..")
                    .and(DescribedPredicate.not(resideInAnyPackage(
                            "io.tallyspan.runtime..", "io.tallyspan.http..", "io.tallyspan.semconv..")))));

    @ArchTest
    static final ArchRule idsArePure = noClasses()
            .that()
            .resideInAPackage("io.tallyspan.id..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.opentelemetry..", "java.time..", "io.tallyspan.runtime.."))
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule publicClassesAreFinalOrMeantToBeExtended = classes()
            .that()
            .arePublic()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .areNotAnnotations()
            .and()
            .areNotAssignableTo(Throwable.class)
            .and(DescribedPredicate.describe(
                    "are not sealed", type -> !type.reflect().isSealed()))
            .and()
            .resideOutsideOfPackages("io.tallyspan.testing..", "io.tallyspan.benchmarks..")
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule nothingStaticAndMutable =
            classes().that().resideInAPackage("io.tallyspan..").should(new NoMutableStatics());
}
