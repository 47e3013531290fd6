// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with the input: one line with file, line and fix, exit code 2, and nothing written. */
class BadInputTest {
    private static final String PEOPLE = "id,email,joined_at,zone\n1,a@shop.example,2020-01-01,Asia/Tokyo\n";
    private static final String HISTORY = "subscriber_id,type,at,value\n1,purchased,2020-02-01T12:00:00Z,12.50\n";

    @TempDir
    Path dir;

    private Path people;
    private Path history;

    @BeforeEach
    void goodFiles() throws IOException {
        people = Files.writeString(dir.resolve("people.csv"), PEOPLE);
        history = Files.writeString(dir.resolve("history.csv"), HISTORY);
    }

    @Test
    void anUnknownColumn() throws IOException {
        Files.writeString(people, "id,email,zonne\n1,a@shop.example,Asia/Tokyo\n");

        assertRefused(people + ":1: unknown column 'zonne'; known are ");
    }

    @Test
    void aMissingColumn() throws IOException {
        Files.writeString(history, "subscriber_id,at\n1,2020-01-01\n");

        assertRefused(history + ":1: column type is missing; ");
    }

    @Test
    void aColumnThatIsThereTwice() throws IOException {
        Files.writeString(people, "id,email,id\n1,a@shop.example,2\n");

        assertRefused(people + ":1: column 'id' is there twice; ");
    }

    @Test
    void aBadDate() throws IOException {
        Files.writeString(history, HISTORY + "1,purchased,2020-02-30,1\n");

        assertRefused(history + ":3: at '2020-02-30' is not a date between 1900 and 2200; write 2026-03-31 or ");
    }

    @Test
    void aDateFarAway() throws IOException {
        Files.writeString(history, HISTORY + "1,purchased,+999999999-01-01T00:00:00Z,1\n");

        assertRefused(history + ":3: at '+999999999-01-01T00:00:00Z' is not a date between");
    }

    @Test
    void aDuplicateId() throws IOException {
        Files.writeString(people, PEOPLE + "2,b@shop.example,,\n1,c@shop.example,,\n");

        assertRefused(people + ":4: id '1' is on line 2 already; ");
    }

    @Test
    void anUnknownTimeZone() throws IOException {
        Files.writeString(people, PEOPLE + "2,b@shop.example,,Asia/Tokio\n");

        assertRefused(people + ":3: zone 'Asia/Tokio' is no time zone; write a name such as Asia/Tokyo");
    }

    @Test
    void anEmptyFile() throws IOException {
        Files.writeString(people, "");

        assertRefused(people + ":1: the file is empty; begin with the line id,email");
    }

    @Test
    void aListWithoutPeople() throws IOException {
        Files.writeString(people, "id,email\n");

        assertRefused(people + ":1: nobody is on the list; ");
    }

    @Test
    void aMissingFile() throws IOException {
        Files.delete(history);

        assertRefused(history + ": no such file; check the path");
    }

    @Test
    void invalidUtf8() throws IOException {
        byte[] bytes = (PEOPLE + "2,b@shop.example,,\n3,c").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 1] = (byte) 0xE9;
        Files.write(people, bytes);

        assertRefused(people + ":4: the line is not valid UTF-8; save the file in UTF-8");
    }

    @Test
    void aLineOf100Megabytes() throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(people))) {
            out.write(PEOPLE.getBytes(StandardCharsets.UTF_8));
            byte[] block = new byte[1 << 20];
            Arrays.fill(block, (byte) 'x');
            for (int i = 0; i < 100; i++) {
                out.write(block);
            }
        }

        assertRefused(people + ":3: the line is longer than 64 KB; check for missing line ends");
    }

    @Test
    void anOpenQuoteThatSwallowsTheRest() throws IOException {
        Files.writeString(
                people,
                "id,email\n1,\"a@shop.example\n"
                        + String.join("\n", Collections.nCopies(20_000, "2,someone@shop.example")));

        assertRefused(people + ":2: this is not CSV; check the quotes");
    }

    @Test
    void anOpenQuoteNearTheEnd() throws IOException {
        Files.writeString(people, PEOPLE + "2,b@shop.example,,\"Asia/Tokyo\n3,c@shop.example,,\n");

        assertRefused(people + ":3: a value goes over several lines; close the quote");
    }

    @Test
    void aLineWithTooFewValues() throws IOException {
        Files.writeString(history, HISTORY + "1,purchased\n");

        assertRefused(history + ":3: 2 values for 4 columns; ");
    }

    @Test
    void anAmountThatIsNone() throws IOException {
        Files.writeString(history, HISTORY + "1,purchased,2020-01-01,12 EUR\n");

        assertRefused(history + ":3: value '12 EUR' is not an amount; ");
    }

    @Test
    void anActivityTypeThatIsNone() throws IOException {
        Files.writeString(history, HISTORY + "1,Purchased!,2020-01-01,1\n");

        assertRefused(history + ":3: type 'Purchased!' is no activity type; ");
    }

    @Test
    void unknownOptionsAndRules() {
        assertLine("unknown option --dryrun; ", "--dryrun");
        assertLine("--dir lacks its value; ", "--dir");
        assertLine("--dir lacks its value; ", "--dir", "--fresh");
        assertLine("--rule needs both --subscribers FILE and --activity FILE; ", "--rule", "inactive:12M");
        assertLine("--rule 'sleepy:1Y' is unknown; say inactive:12M", with("--rule", "sleepy:1Y"));
        assertLine("--rule 'inactive:0M': ", with("--rule", "inactive:0M"));
        assertLine("--as-of is not a date; ", with("--as-of", "yesterday"));
    }

    @Test
    void aRuleFileThatIsNone() throws IOException {
        Path rule = Files.writeString(dir.resolve("rule.json"), "{\"type\": \"everyone\"}");

        assertLine(rule + ": ", with("--rule", rule.toString()));
    }

    private void assertRefused(String beginning) {
        assertLine(beginning, with());
    }

    private String[] with(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "--subscribers",
                people.toString(),
                "--activity",
                history.toString(),
                "--dir",
                dir + "/out",
                "--dry-run"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private void assertLine(String beginning, String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = QuickstartMain.run(
                List.of(words),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(beginning).hasLineCount(1);
        assertThat(code).isEqualTo(2);
        assertThat(dir.resolve("out")).doesNotExist();
    }
}
