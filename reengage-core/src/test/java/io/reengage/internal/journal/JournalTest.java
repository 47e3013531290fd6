// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines on the disk that outlive the process. */
class JournalTest {
    @TempDir
    private Path directory = Path.of("unset");

    private static Path onlyFile(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.reduce((a, b) -> {
                        throw new IllegalStateException("two files");
                    })
                    .orElseThrow();
        }
    }

    @Test
    void whatWasAppendedIsFoundAfterARestart() {
        try (Journal journal = Journal.open(directory, "ledger")) {
            journal.append("one");
            journal.append("two: \u00fc");
        }
        try (Journal journal = Journal.open(directory, "ledger")) {
            assertThat(journal.found()).containsExactly("one", "two: \u00fc");
            journal.clear();
        }
        try (Journal journal = Journal.open(directory, "ledger")) {
            assertThat(journal.found()).isEmpty();
        }
    }

    @Test
    void aLineCutShortAtAnyPlaceIsPassedOverAndHarmsNoOther() throws IOException {
        try (Journal journal = Journal.open(directory, "ledger")) {
            journal.append("one");
            journal.append("two");
        }
        Path file = onlyFile(directory);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            try (Journal journal = Journal.open(directory, "ledger")) {
                assertThat(journal.found()).as("cut at %d", length).isSubsetOf("one", "two");
                journal.append("three");
            }
            try (Journal journal = Journal.open(directory, "ledger")) {
                assertThat(journal.found())
                        .as("cut at %d", length)
                        .contains("three")
                        .isSubsetOf("one", "two", "three");
            }
        }
    }

    @Test
    void twoEnginesInOneDirectoryKeepApartAndTheNextTakesOverWhatBothLeft() {
        try (Journal first = Journal.open(directory, "ledger");
                Journal second = Journal.open(directory, "ledger")) {
            first.append("of the first");
            second.append("of the second");
            second.clear();
            second.append("of the second again");
        }
        try (Journal next = Journal.open(directory, "ledger")) {
            assertThat(next.found()).containsExactlyInAnyOrder("of the first", "of the second again");
        }
    }

    @Test
    void resultsOfAnotherLedgerAreLeftAlone() {
        try (Journal other = Journal.open(directory, "other")) {
            other.append("theirs");
        }
        try (Journal journal = Journal.open(directory, "ledger")) {
            assertThat(journal.found()).isEmpty();
            journal.clear();
        }
        try (Journal other = Journal.open(directory, "other")) {
            assertThat(other.found()).isEqualTo(List.of("theirs"));
        }
    }

    @Test
    void aDirectoryThatCannotBeIsRefusedByName() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> Journal.open(file.resolve("below"), "ledger"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("journal(");
    }
}
