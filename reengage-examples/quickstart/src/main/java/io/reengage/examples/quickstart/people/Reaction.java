// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.people;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One thing done about a mail. What happens to a mail follows from its reader and subject alone, so that a demo that was
 * killed finds everybody as decided as before.
 *
 * @param kind what is done
 * @param after how long after the mail arrived, in steps of {@link #STEP}
 */
record Reaction(Kind kind, Duration after) {

    /** People act on the hours of this grid, which keeps the virtual calendar short. */
    static final Duration STEP = Duration.ofHours(3);

    /** What can be done about a mail. */
    enum Kind {
        /** A security scanner follows every link; nobody has read the mail. */
        SCAN(""),
        /** Looks at the page and presses nothing. */
        LOOK(""),
        KEEP("keep"),
        FEWER("fewer"),
        PAUSE("pause-3"),
        LEAVE("leave"),
        /** Goes to the shop and has a look around. */
        BROWSE(""),
        /** Buys something in the shop. */
        BUY("");

        private final String button;

        Kind(String button) {
            this.button = button;
        }

        String button() {
            return button;
        }
    }

    /** What its reader does about a mail. */
    static List<Reaction> to(ReceivedMail mail) {
        SplittableRandom dice =
                new SplittableRandom(mail.to().hashCode() * 31L + mail.subject().hashCode());
        List<Reaction> reactions = new ArrayList<>();
        if (dice.nextInt(100) < 12) {
            reactions.add(new Reaction(Kind.SCAN, STEP));
        }
        int mood = dice.nextInt(1000);
        Duration soon = STEP.multipliedBy(dice.nextInt(1, 40));
        if (mood < 55) {
            reactions.add(new Reaction(Kind.KEEP, soon));
            buy(reactions, soon, 25, dice);
        } else if (mood < 70) {
            reactions.add(new Reaction(Kind.FEWER, soon));
            buy(reactions, soon, 10, dice);
        } else if (mood < 80) {
            reactions.add(new Reaction(Kind.PAUSE, soon));
        } else if (mood < 88) {
            reactions.add(new Reaction(Kind.LEAVE, soon));
        } else if (mood < 120) {
            reactions.add(new Reaction(Kind.LOOK, soon));
            buy(reactions, soon, 15, dice);
        } else if (mood < 130) {
            reactions.add(new Reaction(Kind.KEEP, Duration.ofDays(dice.nextInt(22, 55))));
        } else if (mood < 155) {
            reactions.add(new Reaction(Kind.BROWSE, soon));
            buy(reactions, soon, 20, dice);
        }
        return reactions;
    }

    private static void buy(List<Reaction> reactions, Duration after, int percent, SplittableRandom dice) {
        if (dice.nextInt(100) < percent) {
            reactions.add(new Reaction(Kind.BUY, after.plus(STEP.multipliedBy(dice.nextInt(1, 160)))));
        }
    }
}
