// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.link.LinkToken;
import io.reengage.link.ReturnTag;
import io.reengage.mail.ReturnPath;
import io.reengage.subscriber.Address;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose mail came back, and what it says of them.
 *
 * @param subscriberId empty if nothing proves it
 * @param message the message it answers, if it is on record
 * @param addressMark of the address the message went to; empty if it is not known
 * @param verdict what it says of that address
 * @param id the same for the same mail
 */
record Proof(String subscriberId, Activity.@Nullable Delivery message, String addressMark, Verdict verdict, String id) {
    private static final String TAG = ReturnPath.HEADER.toLowerCase(Locale.ROOT);
    private static final Pattern LINK = Pattern.compile("<(https?://[^>\\s]{1,8000})>");

    static Proof of(
            Reading reading,
            byte[] mail,
            ReturnPath path,
            Function<ReturnTag, Optional<Activity.Delivery>> messages,
            Instant now) {
        String id = id(reading, mail);
        for (String recipient : reading.deliveredTo()) {
            Optional<ReturnTag> tag = path.read(recipient);
            if (tag.isPresent()) {
                return byTag(reading, tag.get(), messages, id);
            }
        }
        return path.links()
                .readReturnTag(reading.original().get(TAG).strip())
                .map(tag -> byTag(reading, tag, messages, id))
                .orElseGet(() -> byLink(reading, path, now, id));
    }

    private static Proof byTag(
            Reading reading, ReturnTag tag, Function<ReturnTag, Optional<Activity.Delivery>> messages, String id) {
        return about(reading, tag.addressMark())
                .map(verdict ->
                        new Proof(tag.subscriberId(), messages.apply(tag).orElse(null), tag.addressMark(), verdict, id))
                .orElseGet(() -> unproven(reading, id));
    }

    private static Proof byLink(Reading reading, ReturnPath path, Instant now, String id) {
        Matcher link = LINK.matcher(reading.original().get("list-unsubscribe"));
        while (link.find()) {
            String url = link.group(1);
            Optional<LinkToken> token = path.links().read(url.substring(url.lastIndexOf('/') + 1), now);
            String to = recipient(reading.original().get("to"));
            if (token.isPresent() && !to.isEmpty()) {
                String mark = mark(to);
                return about(reading, mark)
                        .map(verdict -> new Proof(
                                token.get().subscriberId(),
                                new Activity.Delivery(
                                        token.get().run(), token.get().step()),
                                mark,
                                verdict,
                                id))
                        .orElseGet(() -> unproven(reading, id));
            }
        }
        return unproven(reading, id);
    }

    /** The one a mail was sent to; empty if it went to several. */
    private static String recipient(String header) {
        Set<String> all = new LinkedHashSet<>();
        MailReader.addAll(all, header);
        return all.size() == 1 ? Reports.address(header) : "";
    }

    /** Empty for what is no address. */
    private static String mark(String address) {
        return address.isEmpty() || address.chars().anyMatch(Character::isISOControl)
                ? ""
                : ReturnTag.addressMark(Address.email(address).canonical());
    }

    private static Proof unproven(Reading reading, String id) {
        return new Proof("", null, "", reading.verdicts().get(0), id);
    }

    /** The verdict about our recipient: the one of that address, or the only one there is. */
    private static Optional<Verdict> about(Reading reading, String addressMark) {
        List<Verdict> all = reading.verdicts();
        return all.stream()
                .filter(each -> mark(each.recipient()).equals(addressMark))
                .findFirst()
                .or(() -> all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty());
    }

    boolean isProven() {
        return !subscriberId.isEmpty();
    }

    /** The domain that said it, or whose address it was. */
    String provider() {
        String recipient = verdict.recipient();
        return recipient.substring(recipient.lastIndexOf('@') + 1);
    }

    /**
     * What goes on record; nothing if nothing follows.
     *
     * @param doubted whether a dead address is taken for one that may live
     */
    Optional<Activity> activity(String channel, Instant at, boolean doubted) {
        @Nullable ActivityType type = doubted ? ActivityType.SOFT_BOUNCED : type(verdict);
        if (type == null) {
            return Optional.empty();
        }
        Activity.Builder activity = Activity.of(type)
                .by(subscriberId)
                .id("mail/" + id)
                .property(Activity.CHANNEL, channel)
                .property("class", verdict.verdict().name())
                .property("status", verdict.status())
                .property(Activity.WHY, verdict.reason());
        if (verdict.severity() != Severity.NONE) {
            activity = activity.property(Activity.PROVIDER, provider())
                    .property(Activity.ADDRESS, addressMark)
                    .property(Activity.SCOPE, counts(doubted) ? Activity.OF_ADDRESS : "other");
        }
        if (message != null) {
            activity = activity.answering(message);
        }
        return Optional.of(activity.at(at));
    }

    private boolean counts(boolean doubted) {
        return !doubted && verdict.scope() == Scope.ADDRESS;
    }

    private static @Nullable ActivityType type(Verdict verdict) {
        if (verdict.severity() != Severity.NONE) {
            return verdict.severity() == Severity.HARD ? ActivityType.HARD_BOUNCED : ActivityType.SOFT_BOUNCED;
        }
        return switch (verdict.verdict()) {
            case COMPLAINT -> ActivityType.COMPLAINED;
            case UNSUBSCRIBE -> ActivityType.UNSUBSCRIBED;
            case REPLY -> ActivityType.REPLIED;
            default -> null;
        };
    }

    private static String id(Reading reading, byte[] mail) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(reading.messageId().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of()
                    .formatHex(digest.digest(reading.messageId().isEmpty() ? mail : new byte[0]))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
