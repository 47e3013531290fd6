// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.bounces;

import io.reengage.mail.inbound.MailReader;
import io.reengage.mail.inbound.Verdict;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cleans up a folder of old bounces: one line a recipient, with tabs between file, row, verdict class, {@code
 * hard|soft|none}, enhanced status code and reason in words. Addresses are not printed: the file and the row name them.
 */
public final class BouncesMain {

    private BouncesMain() {}

    /** The folder is the only argument; all files in it and below it are read, in the order of their names. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1 || !Files.isDirectory(Path.of(args[0]))) {
            System.err.println("usage: java -jar bounces.jar DIR, with a folder of mails, one a file");
            System.exit(2);
            return;
        }
        PrintWriter out =
                new PrintWriter(new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)));
        print(Path.of(args[0]), out);
        out.flush();
    }

    static void print(Path folder, PrintWriter out) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            try (InputStream mail = Files.newInputStream(file)) {
                int row = 0;
                for (Verdict verdict : MailReader.read(mail)) {
                    row++;
                    out.println(line(folder.relativize(file).toString(), row, verdict));
                }
            }
        }
    }

    private static String line(String file, int row, Verdict verdict) {
        return String.join(
                "\t",
                file,
                String.valueOf(row),
                verdict.verdict().name(),
                verdict.severity().code(),
                verdict.status(),
                verdict.reason());
    }
}
