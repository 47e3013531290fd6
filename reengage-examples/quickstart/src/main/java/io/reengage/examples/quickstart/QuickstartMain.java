// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import io.reengage.examples.quickstart.files.BadInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows the whole loop on a made-up list, or runs a campaign over the user's own files. {@code --help} explains. */
public final class QuickstartMain {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    private QuickstartMain() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), out, err));
    }

    /** Does what the words say and answers the exit code. */
    static int run(List<String> words, PrintStream out, PrintStream err) {
        try {
            Options options = Options.parse(words);
            Progress progress = new Progress(out, Progress.onTerminal());
            if (options.help()) {
                progress.say(Options.HELP);
            } else if (options.ownList() != null) {
                new OwnListRun(options.dir(), options.ownList(), progress).run();
            } else {
                DemoStory.tell(options.dir(), options.fresh(), options.people(), progress);
            }
            return DONE;
        } catch (BadInputException e) {
            err.println(e.getMessage());
            return BAD_INPUT;
        } catch (IOException e) {
            err.println("Could not write (" + e.getMessage()
                    + "); check the disk and start again: it goes on where it was.");
            return FAILED;
        }
    }
}
