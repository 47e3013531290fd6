// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void writesHeaderAndRowsEachEndedByCarriageReturnAndLineFeed() throws IOException {
        assertThat(written("42", "silent")).isEqualTo("id,why\r\n42,silent\r\n");
    }

    @Test
    void quotesCellsThatHoldASeparatorAQuoteOrALineEnd() throws IOException {
        assertThat(written("a,b", "say \"no\"\nplease")).endsWith("\"a,b\",\"say \"\"no\"\"\nplease\"\r\n");
        assertThat(written("", "a;b")).endsWith("\r\n\"\",\"a;b\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+cmd", "-cmd|' /C calc'!A0", "@SUM(A1)", "'=1", "-", "\uFF1D1"})
    void putsAnApostropheBeforeWhatASpreadsheetWouldRun(String cell) throws IOException {
        assertThat(written("1", cell)).endsWith("1,'" + cell + "\r\n");
    }

    @Test
    void putsAnApostropheBeforeALeadingTabOrLineEnd() throws IOException {
        assertThat(written("\t=1", "\r=1")).endsWith("\"'\t=1\",\"'\r=1\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-12.5", "+3", "-1e-9", "0", "2026-03-02", "'s Gravenhage"})
    void leavesNumbersAndOtherTextAlone(String cell) throws IOException {
        assertThat(written("1", cell)).endsWith("1," + cell + "\r\n");
    }

    @Test
    void writesAFileInUtf8(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("decisions.csv");
        try (Csv csv = Csv.to(file, List.of("naïve"))) {
            csv.row(List.of("İstanbul"));
        }

        assertThat(Files.readString(file)).isEqualTo("naïve\r\nİstanbul\r\n");
    }

    @Test
    void refusesARowThatDoesNotFitTheHeader() throws IOException {
        try (Csv csv = Csv.to(new StringBuilder(), List.of("id"))) {
            assertThatThrownBy(() -> csv.row(List.of("1", "2"))).hasMessageContaining("2 cells");
        }
        assertThatThrownBy(() -> Csv.to(new StringBuilder(), List.of())).hasMessageContaining("at least one column");
    }

    private static String written(String... cells) throws IOException {
        StringBuilder out = new StringBuilder();
        try (Csv csv = Csv.to(out, List.of("id", "why"))) {
            csv.row(List.of(cells));
        }
        return out.toString();
    }
}
