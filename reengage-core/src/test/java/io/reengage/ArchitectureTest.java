// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "io.reengage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Path SOURCES = Path.of("src/main/java");

    private static final String ROOT = "io.reengage";

    /** Each package, its subpackages included, sees only itself and those before it. */
    private static final List<String> ORDER = List.of(
            "io.reengage.text",
            "io.reengage.statistics",
            "io.reengage.subscriber",
            "io.reengage.activity",
            "io.reengage.segment",
            "io.reengage.prediction",
            "io.reengage.channel",
            "io.reengage.audience",
            "io.reengage.link",
            "io.reengage.policy",
            "io.reengage.incentive",
            "io.reengage.campaign",
            "io.reengage.ledger",
            "io.reengage.report",
            "io.reengage.monitoring",
            "io.reengage.internal",
            ROOT,
            "io.reengage.testing");

    private static final Set<String> HIDDEN_CLOCKS = Set.of(
            "java.lang.Math.random",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.time.Clock.systemDefaultZone",
            "java.time.ZoneId.systemDefault",
            "java.util.TimeZone.getDefault",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.concurrent.TimeUnit.sleep");

    /** A guard: rules about classes nobody saw would always hold. */
    @ArchTest
    static void seesEveryPackageAndClass(JavaClasses classes) throws IOException {
        assertThat(classes.stream().map(JavaClass::getName).collect(Collectors.toSet()))
                .containsAll(sources());
        assertThat(packagesSeen(classes)).containsExactlyElementsOf(packagesOf(sources()));
    }

    @ArchTest
    static void everyPackageHasAPlaceInTheOrder(JavaClasses classes) {
        assertThat(packagesSeen(classes))
                .allSatisfy(
                        name -> assertThat(rank(name)).as("place of %s", name).isNotNegative());
    }

    @ArchTest
    static final ArchRule packagesSeeOnlyThoseBeforeThem = classes().should(seeOnlyPackagesBeforeTheirOwn());

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("io.reengage.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule partsOfTheEngineAreFreeOfCycles =
            slices().matching("io.reengage.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule timeAndChanceAreInjected = noClasses().should().accessTargetWhere(hiddenClock());

    /** Measuring how long a wait lasted is the engine's business alone. */
    @ArchTest
    static final ArchRule onlyTheEngineMeasuresWaits = noClasses()
            .that()
            .resideOutsideOfPackage("io.reengage.internal..")
            .should()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule noStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule noGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    @ArchTest
    static final ArchRule publicSignaturesAreOurOwn = codeUnits()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("..internal..")
            .should(useOnly("io.reengage..", "java..", "javax.sql..", ""));

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.map(file -> SOURCES.relativize(file).toString())
                    .filter(name -> name.endsWith(".java") && !name.endsWith("-info.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> packagesOf(Set<String> classNames) {
        return classNames.stream()
                .map(name -> name.substring(0, name.lastIndexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> packagesSeen(JavaClasses classes) {
        return classes.stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int rank(String packageName) {
        for (int place = 0; place < ORDER.size(); place++) {
            String known = ORDER.get(place);
            if (packageName.equals(known) || (!known.equals(ROOT) && packageName.startsWith(known + "."))) {
                return place;
            }
        }
        return -1;
    }

    private static ArchCondition<JavaClass> seeOnlyPackagesBeforeTheirOwn() {
        return new ArchCondition<>("see only packages before their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int own = rank(type.getPackageName());
                type.getDirectDependenciesFromSelf().stream()
                        .filter(seen -> rank(seen.getTargetClass()
                                        .getBaseComponentType()
                                        .getPackageName())
                                > own)
                        .forEach(seen -> events.add(SimpleConditionEvent.violated(type, seen.getDescription())));
            }
        };
    }

    private static DescribedPredicate<JavaAccess<?>> hiddenClock() {
        return DescribedPredicate.describe("a hidden clock, zone or source of chance", access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getTarget().getName();
            return HIDDEN_CLOCKS.contains(owner + "." + name)
                    || (owner.startsWith("java.time.") && name.equals("now"))
                    || (owner.equals("java.util.Random")
                            && access.getTarget().getFullName().endsWith("<init>()"));
        });
    }

    private static ArchCondition<JavaCodeUnit> useOnly(String... packages) {
        return new ArchCondition<>("use only types of " + String.join(", ", packages)) {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .filter(resideInAnyPackage(packages).negate())
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                unit, unit.getFullName() + " exposes " + type.getName())));
            }
        };
    }
}
