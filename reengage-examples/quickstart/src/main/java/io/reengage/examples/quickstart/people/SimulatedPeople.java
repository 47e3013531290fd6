// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.people;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Everybody on the list, living at a virtual time: what they intend to do follows from the mail in their mailboxes. */
public final class SimulatedPeople {

    private static final List<String> REASONS =
            List.of("too_many", "not_relevant", "never_signed_up", "price", "other");

    private final Path mailboxes;
    private final String domain;
    private final Browser browser;
    private final Consumer<Activity> till;
    private final Set<Path> read = new HashSet<>();
    private final NavigableMap<Instant, List<Intention>> intentions = new TreeMap<>();

    /**
     * @param mailboxes where mail arrives
     * @param domain of their addresses; mail to others is nobody's business
     * @param port where the landing pages are shown
     * @param till takes what they buy
     */
    public SimulatedPeople(Path mailboxes, String domain, int port, Consumer<Activity> till) {
        this.mailboxes = mailboxes;
        this.domain = domain;
        this.browser = new Browser(port);
        this.till = till;
    }

    /** What somebody will do at some time. */
    private interface Intention {

        void carryOut(Instant now);
    }

    /** Will be bought anyway, whether or not anybody writes. */
    public void willBuy(List<Activity> purchases) {
        purchases.forEach(each -> intend(each.at(), now -> till.accept(each)));
    }

    /** Looks at new mail. What should have been done before {@code now} has been: this start goes on with an earlier one. */
    public void checkMail(Instant now) {
        for (Path file : unread()) {
            ReceivedMail mail = open(file);
            mail.button().filter(button -> mail.to().endsWith(domain)).ifPresent(button -> {
                for (Reaction each : Reaction.to(mail)) {
                    Instant at = onGrid(mail.at()).plus(each.after());
                    if (!at.isBefore(now)) {
                        intend(at, then -> carryOut(each, mail, button, then));
                    }
                }
            });
        }
    }

    /** Carries out what was meant for exactly this moment. Doing it twice is the same as doing it once. */
    public void act(Instant now) {
        List<Intention> due = intentions.remove(now);
        if (due != null) {
            due.forEach(each -> each.carryOut(now));
        }
    }

    /** When somebody means to do something next. */
    public Optional<Instant> next(Instant now) {
        return Optional.ofNullable(intentions.higherKey(now));
    }

    private void intend(Instant at, Intention what) {
        intentions.computeIfAbsent(at, when -> new ArrayList<>()).add(what);
    }

    private void carryOut(Reaction reaction, ReceivedMail mail, URI button, Instant now) {
        switch (reaction.kind()) {
            case SCAN -> mail.links().forEach(poses(mail) ? browser::visit : browser::scan);
            case LOOK -> browser.visit(button);
            case BROWSE -> mail.shop().ifPresent(browser::visit);
            case BUY -> till.accept(purchase(mail, now));
            default -> browser.press(browser.visit(button), reaction.kind().button(), reason(mail));
        }
    }

    /** Half of the scanners do not say what they are. */
    private static boolean poses(ReceivedMail mail) {
        return (mail.to().hashCode() & 1) == 0;
    }

    private static Activity purchase(ReceivedMail mail, Instant now) {
        int cents = Math.floorMod(mail.to().hashCode(), 9_000) + 900;
        return Activity.of(ActivityType.PURCHASED)
                .by(mail.to().substring(0, mail.to().indexOf('@')))
                .value(BigDecimal.valueOf(cents, 2))
                .at(now);
    }

    private static String reason(ReceivedMail mail) {
        return REASONS.get(Math.floorMod(mail.to().hashCode(), REASONS.size()));
    }

    private static Instant onGrid(Instant at) {
        long step = Reaction.STEP.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), step) * step);
    }

    private Set<Path> unread() {
        Set<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(mailboxes, "*.eml")) {
            for (Path file : all) {
                if (read.add(file)) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the mailboxes cannot be looked into", e);
        }
        return files;
    }

    private static ReceivedMail open(Path file) {
        try {
            return ReceivedMail.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
