// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "io.reengage.mail", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Path SOURCES = Path.of("src/main/java");

    private static final Set<String> HIDDEN_CLOCKS = Set.of(
            "java.lang.Math.random",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.time.Clock.systemDefaultZone",
            "java.time.ZoneId.systemDefault",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.concurrent.TimeUnit.sleep");

    /** A guard: rules about classes nobody saw would always hold. */
    @ArchTest
    static void seesEveryClass(JavaClasses classes) throws IOException {
        assertThat(classes.stream().map(JavaClass::getName).collect(Collectors.toSet()))
                .containsAll(sources());
    }

    @ArchTest
    static final ArchRule seesNothingInternal =
            noClasses().should().dependOnClassesThat(resideInAPackage("io.reengage.internal.."));

    @ArchTest
    static final ArchRule timeAndChanceAreInjected = noClasses().should().accessTargetWhere(hiddenClock());

    @ArchTest
    static final ArchRule noStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule noGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

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
}
