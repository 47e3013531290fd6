// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The hard stops on size, for the sources of all modules. */
class CodeSizeTest {

    private static final int FILE_LINES = 400;

    private static final int TEST_FILE_LINES = 500;

    private static final int METHOD_LINES = 40;

    private static final List<Path> MODULES =
            List.of(Path.of("."), Path.of("../reengage-mail"), Path.of("../reengage-examples"));

    @Test
    void files_stay_small() throws IOException {
        assertThat(sources("src/main/java"))
                .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(FILE_LINES));
    }

    @Test
    void test_files_stay_small() throws IOException {
        assertThat(sources("src/test/java"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(TEST_FILE_LINES));
    }

    @Test
    void methods_stay_small() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources("src/main/java")) {
            for (Block method : methods(Files.readString(file))) {
                if (method.lines() > METHOD_LINES) {
                    tooLong.add(file + ":" + method.firstLine() + " has " + method.lines() + " lines");
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void a_method_is_measured_from_brace_to_brace() {
        String source =
                "/** { */ record A(int b) {\n  A {\n  }\n  class B { int c() { if (x) { '{' }\n\n return \"}\"; } }\n}";

        assertThat(methods(source)).containsExactly(new Block(2, 2), new Block(4, 3));
    }

    private record Block(int firstLine, int lines) {}

    private record Brace(int line, boolean type, boolean member) {}

    private static final Pattern QUIET = Pattern.compile(
            "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])+'",
            Pattern.DOTALL);

    private static final Pattern TYPE_HEADER = Pattern.compile("\\b(class|interface|enum|record)\\s+\\w+");

    /** Blocks directly inside a type: methods, constructors, initialisers. */
    private static List<Block> methods(String source) {
        String code = withoutCommentsAndStrings(source);
        List<Block> found = new ArrayList<>();
        Deque<Brace> open = new ArrayDeque<>();
        int line = 1;
        int headerStart = 0;
        for (int at = 0; at < code.length(); at++) {
            char c = code.charAt(at);
            if (c == '\n') {
                line++;
            } else if (c == '{') {
                boolean type =
                        TYPE_HEADER.matcher(code.substring(headerStart, at)).find();
                boolean inType = !open.isEmpty() && open.peek().type();
                open.push(new Brace(line, type, inType && !type));
            } else if (c == '}') {
                Brace brace = open.pop();
                if (brace.member()) {
                    found.add(new Block(brace.line(), line - brace.line() + 1));
                }
            }
            if (c == '{' || c == '}' || c == ';') {
                headerStart = at + 1;
            }
        }
        return found;
    }

    private static String withoutCommentsAndStrings(String source) {
        return QUIET.matcher(source)
                .replaceAll(quiet -> Matcher.quoteReplacement(quiet.group()
                        .chars()
                        .filter(c -> c == '\n')
                        .mapToObj(c -> "\n")
                        .reduce("", String::concat)));
    }

    private static List<Path> sources(String root) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path module : MODULES) {
            if (Files.isDirectory(module)) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.map(file -> file.toString().replace('\\', '/'))
                            .filter(file -> file.endsWith(".java") && !file.contains("/target/"))
                            .filter(file -> file.contains(root + "/"))
                            .map(Path::of)
                            .forEach(sources::add);
                }
            }
        }
        return sources;
    }
}
