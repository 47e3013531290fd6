// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import io.reengage.Feedback;
import io.reengage.Reengage;
import io.reengage.activity.Activity;
import io.reengage.ledger.LedgerException;
import io.reengage.mail.MailChannel;
import io.reengage.mail.ReturnPath;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts on record what comes back. A mail counts only if it proves which message it belongs to: by the signed address it came to,
 * or by our signed link in the headers it returns; anything else changes nothing. The same mail again changes nothing either.
 *
 * <p>Dead addresses get nothing more; bounces that may pass count against an address only when they keep coming; complaints and
 * unsubscribes end it; answers by people are engagement, those by machines are nothing. When very many addresses of one provider
 * die at the same time, the provider is not believed ({@link OutageGuard}).
 *
 * <p>May be used by several threads.
 */
public final class Inbox {
    private static final Verdict UNREAD =
            new Verdict("", VerdictClass.UNKNOWN, "", "it could not be read, by a fault of ours");

    private final Feedback feedback;
    private final ReturnPath path;
    private final InstantSource clock;
    private final String channel;
    private final OutageGuard outages;

    private Inbox(Feedback feedback, ReturnPath path, InstantSource clock, String channel, OutageGuard outages) {
        this.feedback = feedback;
        this.path = path;
        this.clock = clock;
        this.channel = channel;
        this.outages = outages;
    }

    /**
     * What comes back to a return path, put on record in an engine.
     *
     * @param path the one the mail channel was given
     */
    public static Inbox of(Reengage reengage, ReturnPath path) {
        return new Inbox(
                reengage.feedback(),
                Objects.requireNonNull(path, "path"),
                InstantSource.system(),
                MailChannel.NAME,
                OutageGuard.ofDefaults());
    }

    /** The same for a channel of another name than {@value MailChannel#NAME}. */
    public Inbox channel(String name) {
        return new Inbox(feedback, path, clock, Objects.requireNonNull(name, "name"), outages);
    }

    /** The same with another guard against outages. */
    public Inbox outages(OutageGuard guard) {
        return new Inbox(feedback, path, clock, channel, Objects.requireNonNull(guard, "guard"));
    }

    /** The same with another source of the time mails are read at. */
    public Inbox clock(InstantSource source) {
        return new Inbox(feedback, path, Objects.requireNonNull(source, "source"), channel, outages);
    }

    /**
     * What became of one mail.
     *
     * @param handling what was done with it
     * @param verdict what it says; of several recipients, what it says of ours
     */
    public record Result(Handling handling, Verdict verdict) {}

    /** What was done with a mail. */
    public enum Handling {
        /** It is on record. */
        RECORDED,
        /** It is on record as a bounce that may pass, though it says the address is dead: its provider has an outage. */
        DOUBTED,
        /** It was on record before, or is about somebody who is not known. */
        KNOWN,
        /** Nothing follows from what it says: a warning, an automatic answer, a report of success. */
        IGNORED,
        /** It does not prove which message it belongs to. A person may want to look at it. */
        UNPROVEN,
        /** It could not be dealt with, by a fault of ours. */
        BROKEN;

        /** What a folder for such mails is called. */
        String folder() {
            return isForAPerson() ? name().toLowerCase(Locale.ROOT) : "done";
        }

        boolean isForAPerson() {
            return this == UNPROVEN || this == BROKEN;
        }
    }

    /**
     * Takes in one mail.
     *
     * @param mail read, and left open
     * @throws IOException if it cannot be read
     */
    public Result record(InputStream mail) throws IOException {
        return take(MailSource.of(mail).next()).get(0);
    }

    /**
     * Takes in the mails that wait somewhere, and says there what became of each. One that cannot be dealt with is put aside, and
     * the others are dealt with.
     *
     * @return how many were taken in, one way or another
     */
    public int drain(MailSource source) throws IOException {
        int taken = 0;
        List<MailSource.Waiting> batch = source.next();
        while (!batch.isEmpty()) {
            taken += batch.size();
            takeFrom(batch);
            batch = source.next();
        }
        return taken;
    }

    private void takeFrom(List<MailSource.Waiting> batch) throws IOException {
        List<Result> results = take(batch);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).done(results.get(i).handling());
        }
    }

    /** Reads all before it records any, so that an outage shows. */
    private List<Result> take(List<MailSource.Waiting> batch) throws IOException {
        List<Optional<Proof>> proofs = new ArrayList<>();
        for (MailSource.Waiting each : batch) {
            proofs.add(proof(each.bytes()));
        }
        Set<String> doubted = doubted(proofs);
        return recorded(proofs.stream()
                .map(each -> each.map(proof -> conclude(proof, doubted))
                        .orElseGet(() -> new Conclusion(Handling.BROKEN, UNREAD, null)))
                .toList());
    }

    /** The providers that are not believed. */
    private Set<String> doubted(List<Optional<Proof>> proofs) {
        Map<String, Set<String>> dead = new HashMap<>();
        for (Optional<Proof> each : proofs) {
            each.filter(Inbox::saysDead)
                    .ifPresent(one -> dead.computeIfAbsent(one.provider(), key -> new HashSet<>())
                            .add(one.id()));
        }
        Set<String> doubted = new HashSet<>();
        dead.forEach((provider, ids) -> {
            if (outages.doubts(feedback, provider, ids)) {
                doubted.add(provider);
            }
        });
        return doubted;
    }

    private static boolean saysDead(Proof proof) {
        return proof.isProven() && proof.verdict().severity() == Severity.HARD;
    }

    private Optional<Proof> proof(byte[] mail) {
        try {
            Reading reading = MailReader.read(mail);
            return Optional.of(Proof.of(reading, mail, path, feedback::messageOf, clock.instant()));
        } catch (LedgerException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // a mail we cannot read must not keep the others from being read
            return Optional.empty();
        }
    }

    /** What follows from a mail, if its activity is news. */
    private record Conclusion(
            Handling handling, Verdict verdict, @Nullable Activity activity) {}

    private Conclusion conclude(Proof proof, Set<String> providersInDoubt) {
        if (!proof.isProven()) {
            return new Conclusion(Handling.UNPROVEN, proof.verdict(), null);
        }
        boolean doubted = saysDead(proof) && providersInDoubt.contains(proof.provider());
        return proof.activity(channel, clock.instant(), doubted)
                .map(each -> new Conclusion(doubted ? Handling.DOUBTED : Handling.RECORDED, proof.verdict(), each))
                .orElseGet(() -> new Conclusion(Handling.IGNORED, proof.verdict(), null));
    }

    /** All in one set: whoever puts on record that somebody must not be written to waits once for all of them. */
    private List<Result> recorded(List<Conclusion> conclusions) {
        Map<List<String>, Activity> told = new LinkedHashMap<>();
        for (Conclusion each : conclusions) {
            @Nullable Activity activity = each.activity();
            if (activity != null) {
                told.putIfAbsent(key(activity), activity);
            }
        }
        Set<List<String>> news = new HashSet<>();
        if (!told.isEmpty()) {
            feedback.recordNew(told.values()).forEach(each -> news.add(key(each)));
        }
        List<Result> results = new ArrayList<>();
        for (Conclusion each : conclusions) {
            @Nullable Activity activity = each.activity();
            boolean known = activity != null && !news.remove(key(activity));
            results.add(new Result(known ? Handling.KNOWN : each.handling(), each.verdict()));
        }
        return List.copyOf(results);
    }

    private static List<String> key(Activity activity) {
        return List.of(activity.subscriberId(), activity.id());
    }
}
