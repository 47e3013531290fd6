// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import java.io.Console;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells the user how far things are: one line that is written over on a terminal, plain lines elsewhere. */
final class Progress {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final boolean terminal;
    private int width;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Whether somebody is watching; since JDK 22 a console alone does not say so. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }

    /** Something that stays on the screen. */
    void say(String text) {
        wipe();
        out.println(text);
        out.flush();
    }

    /** Something that stays on the screen, with the virtual time it happened at. */
    void say(Instant at, String text) {
        say(String.format(Locale.ROOT, "%13s  %s", DAY.format(at), text));
    }

    /** Where things are right now; says nothing where it could not be written over. */
    void tick(Instant at, String text) {
        if (terminal) {
            String line = String.format(Locale.ROOT, "%13s  %s", DAY.format(at), text);
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
            width = line.length();
        }
    }

    private void wipe() {
        if (width > 0) {
            out.print("\r" + " ".repeat(width) + "\r");
            width = 0;
        }
    }
}
