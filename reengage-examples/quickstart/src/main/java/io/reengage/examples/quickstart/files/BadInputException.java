// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import java.nio.file.Path;

/** Something the user gave cannot be used. The message is one line for the user: where, what, and how to mend it. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    /** About a line of a file. */
    static BadInputException at(Path file, long line, String what, String fix) {
        return new BadInputException(file + ":" + line + ": " + what + "; " + fix);
    }

    /** What was found in a file, cut short and without characters that could upset a terminal. */
    static String quote(String found) {
        String shown = found.length() > 40 ? found.substring(0, 40) + "..." : found;
        return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
