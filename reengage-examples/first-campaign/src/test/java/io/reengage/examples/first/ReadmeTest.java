// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.first;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README says what the code does, and a newcomer who pastes it gets a project that works. */
class ReadmeTest {
    private static final Path README = Path.of("../../README.md");
    private static final Path LISTING = Path.of("src/main/java/io/reengage/examples/first/FirstCampaign.java");
    private static final Path NEWCOMER = Path.of("target/newcomer");

    @Test
    void theListingIsTheCompiledExample() throws IOException {
        assertThat(block("java")).isEqualTo(listing());
    }

    /** The build's next phase compiles and runs this project against artifacts installed for it alone. */
    @Test
    void theDependencyBlockAndTheListingMakeAProject() throws IOException {
        String dependencies = block("xml");
        assertThat(dependencies).contains("<artifactId>reengage-core</artifactId>");
        Path source = NEWCOMER.resolve("src/main/java/FirstCampaign.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, block("java"));
        Files.writeString(NEWCOMER.resolve("pom.xml"), POM.replace("DEPENDENCIES", dependencies));
        assertThat(source).exists();
    }

    private static String listing() throws IOException {
        return Files.readString(LISTING).replaceFirst("(?s)^.*?package [^;]+;\n\n", "");
    }

    /** The first fenced block of this kind. */
    private static String block(String language) throws IOException {
        Matcher matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        assertThat(matcher.find()).as("README has a block of " + language).isTrue();
        return matcher.group(1);
    }

    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>newcomer</groupId>
              <artifactId>newcomer</artifactId>
              <version>1</version>
              <properties>
                <maven.compiler.release>17</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                <exec.mainClass>FirstCampaign</exec.mainClass>
              </properties>
              <dependencies>
            DEPENDENCIES
              </dependencies>
              <build>
                <plugins>
                  <plugin>
                    <artifactId>maven-compiler-plugin</artifactId>
                    <version>3.16.0</version>
                  </plugin>
                  <plugin>
                    <artifactId>maven-resources-plugin</artifactId>
                    <version>3.5.0</version>
                  </plugin>
                  <plugin>
                    <groupId>org.codehaus.mojo</groupId>
                    <artifactId>exec-maven-plugin</artifactId>
                    <version>3.6.4</version>
                  </plugin>
                </plugins>
              </build>
            </project>
            """;
}
