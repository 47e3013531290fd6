// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import io.reengage.examples.quickstart.files.BadInputException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run writes, and under which names.
 *
 * @param path the directory
 */
record WorkingDirectory(Path path) {

    /** The directory, made if it is missing. */
    static WorkingDirectory at(Path path) {
        try {
            Files.createDirectories(path.resolve("outbox"));
            return new WorkingDirectory(path);
        } catch (IOException e) {
            throw new BadInputException(path + ": cannot be made a directory; name another with --dir");
        }
    }

    Path outbox() {
        return path.resolve("outbox");
    }

    Path report() {
        return path.resolve("report.html");
    }

    Path decisions() {
        return path.resolve("decisions.csv");
    }

    /** Removes what an earlier run wrote here, and nothing else. */
    void clear() throws IOException {
        for (String name : new String[] {"shop.mv.db", "shop.trace.db", "report.html", "decisions.csv"}) {
            Files.deleteIfExists(path.resolve(name));
        }
        try (DirectoryStream<Path> mails = Files.newDirectoryStream(outbox(), "*.{eml,eml.part}")) {
            for (Path mail : mails) {
                Files.delete(mail);
            }
        }
    }
}
