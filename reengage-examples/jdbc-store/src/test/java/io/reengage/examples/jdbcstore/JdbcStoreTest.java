// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.jdbcstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcStoreTest {

    @Test
    void showsTheSplitTheWaterfallAndReasonsAndWritesToExactlyThosePreviewed(@TempDir Path folder)
            throws IOException, SQLException {
        StringWriter text = new StringWriter();
        JdbcStoreMain.run(folder, new PrintWriter(text));
        List<String> lines = text.toString().lines().toList();

        assertThat(lines).anyMatch(line -> line.startsWith("SQL ")).anyMatch(line -> line.startsWith("memory "));
        assertThat(text.toString())
                .contains("p.\"OPTED_IN\" = ?", "p.\"COUNTRY\" = ?")
                .contains(String.format(Locale.ROOT, "%,12d", Shop.CUSTOMERS) + "               on the list")
                .contains("customer ");
        String last = lines.stream()
                .filter(line -> line.contains("shoes") && line.matches(" *[0-9,]+ +-?[0-9,]+ .*"))
                .reduce("", (before, line) -> line);
        long wanted = Long.parseLong(last.strip().split(" +", 2)[0].replace(",", ""));
        try (Stream<Path> mails = Files.list(folder.resolve("outbox"))) {
            assertThat(mails.count()).isEqualTo(wanted).isPositive();
        }
    }
}
