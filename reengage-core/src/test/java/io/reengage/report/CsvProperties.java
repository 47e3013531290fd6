// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CsvProperties {

    @Property
    void aReaderGetsTheValuesBack(@ForAll("rows") List<List<String>> rows) throws IOException {
        StringBuilder out = new StringBuilder();
        try (Csv csv = Csv.to(out, List.of("a", "b", "c"))) {
            for (List<String> row : rows) {
                csv.row(row);
            }
        }

        List<List<String>> read = read(out.toString());

        assertThat(read.get(0)).containsExactly("a", "b", "c");
        assertThat(read.subList(1, read.size())).isEqualTo(rows);
    }

    @Property
    void noCellButANumberStartsLikeAFormula(@ForAll("rows") List<List<String>> rows) throws IOException {
        StringBuilder out = new StringBuilder();
        try (Csv csv = Csv.to(out, List.of("a", "b", "c"))) {
            for (List<String> row : rows) {
                csv.row(row);
            }
        }

        assertThat(cells(out.toString()).stream().flatMap(List::stream))
                .allMatch(cell -> !cell.matches("(?s)[=+@\\-\\t\\r\\n].*") || cell.matches("[+-]?[0-9.eE+-]+"));
    }

    @Provide
    Arbitrary<List<List<String>>> rows() {
        Arbitrary<String> nasty = Arbitraries.strings()
                .withChars("=+-@'\"\t\r\n,; 1.ea\u0130\uFF1D")
                .ofMaxLength(6);
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(20);
        return Arbitraries.oneOf(nasty, any).list().ofSize(3).list().ofMaxSize(5);
    }

    private static List<List<String>> read(String text) {
        return cells(text).stream()
                .map(row -> row.stream().map(CsvProperties::original).toList())
                .toList();
    }

    private static String original(String cell) {
        return cell.matches("(?s)'+[=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20].*") ? cell.substring(1) : cell;
    }

    /** RFC 4180, character by character. */
    private static List<List<String>> cells(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\r')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\r') {
                    rows.add(row);
                    row = new ArrayList<>();
                    i++;
                }
            } else {
                cell.append(c);
            }
        }
        return rows;
    }
}
