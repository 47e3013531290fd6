// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Message;
import io.reengage.link.ReturnTag;
import io.reengage.link.SignedLinks;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where mails come back to: for every message an address of its own, {@code bounces+<tag>@mail.shop.example}, signed with the
 * keys of the links, so that a bounce tells whose message it was and a forged one proves nothing (VERP). The mail server must
 * deliver all of them to one mailbox, as most do with what follows a {@code +}.
 *
 * <p>The same tag stands in the header {@value #HEADER} of every mail: relays that write a return path and a Message-ID of their
 * own, as Amazon SES does, keep it and show it in what they tell. {@link SignedLinks#readReturnTag} reads it, and {@link
 * io.reengage.Feedback#messageOf} finds its message, even one of which nobody knows whether the relay took it.
 *
 * <p>A subscriber's id of more than 16 bytes finds no room in a tag, unless it is a UUID or of hex digits. Such mails come back to
 * the plain address and prove whose they are by the signed link in their {@code List-Unsubscribe}, where it is returned.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class ReturnPath {
    /** The longest name before the {@code +}: with a tag of 54 characters the local part has no more than 64. */
    public static final int LONGEST_NAME = 9;
    /** The header that carries the tag. */
    public static final String HEADER = "X-Reengage-Tag";

    /** What is left of the 254 octets of an address (RFC 5321 4.5.3.1.3) after a full local part. */
    private static final int LONGEST_DOMAIN = 254 - 64 - 1;

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{10,}");

    private final MailAddress address;
    private final SignedLinks links;

    private ReturnPath(MailAddress address, SignedLinks links) {
        this.address = address;
        this.links = links;
    }

    /**
     * A return path.
     *
     * @param address such as {@code bounces@mail.shop.example}; its name of at most {@value #LONGEST_NAME} letters and digits
     * @param links those of the engine
     */
    public static ReturnPath at(String address, SignedLinks links) {
        MailAddress place = Checks.address(address);
        if (!place.local().matches("[A-Za-z0-9]{1," + LONGEST_NAME + "}")) {
            throw new IllegalArgumentException(
                    "the name of a return path has 1 to " + LONGEST_NAME + " letters and digits: " + address);
        }
        if (place.domain().length() > LONGEST_DOMAIN) {
            throw new IllegalArgumentException(
                    "the domain of a return path has at most " + LONGEST_DOMAIN + " characters: " + address);
        }
        return new ReturnPath(place, Objects.requireNonNull(links, "links"));
    }

    /** Where this message comes back to: the plain address if the subscriber's id is too long for a tag. */
    String of(Message message) {
        return tag(message)
                .map(text -> address.local() + "+" + text + "@" + address.domain())
                .orElse(address.wire());
    }

    /** The signed tag of a message; empty if the subscriber's id is too long for one. */
    Optional<String> tag(Message message) {
        String key = message.key();
        return KEY.matcher(key).matches()
                ? links.write(new ReturnTag(
                        message.subscriberId(),
                        key.substring(0, 10),
                        ReturnTag.addressMark(message.to().canonical())))
                : Optional.empty();
    }

    /**
     * What an address that a mail came to proves.
     *
     * @return empty if it is not one of ours, or its tag was not signed with an accepted key
     */
    public Optional<ReturnTag> read(String recipient) {
        String lower = recipient.toLowerCase(Locale.ROOT);
        String head = address.local().toLowerCase(Locale.ROOT) + "+";
        String tail = "@" + address.domain().toLowerCase(Locale.ROOT);
        return lower.startsWith(head) && lower.endsWith(tail)
                ? links.readReturnTag(lower.substring(head.length(), lower.length() - tail.length()))
                : Optional.empty();
    }

    /** The links whose keys sign the tags. */
    public SignedLinks links() {
        return links;
    }
}
