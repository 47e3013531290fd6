// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.ledger.Ledger;
import io.reengage.link.ReturnTag;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.mail.ReturnPath;
import io.reengage.mail.inbound.Inbox;
import io.reengage.mail.inbound.MailSource;
import io.reengage.mail.inbound.Mailbox;
import io.reengage.mail.inbound.MailboxSource;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that takes in returned mails and dies, without any clean-up, at the point it is told: database, kind of
 * source, its place, moment, how often that moment has come.
 */
final class ReturnsMain {
    static final int PEOPLE = 40;
    static final SignedLinks LINKS =
            SignedLinks.at(URI.create("https://shop.example/r")).signedWith(SigningKeys.of("k", new byte[32]));
    static final ReturnPath PATH = ReturnPath.at("bounces@mail.shop.example", LINKS);

    /** When it dies. */
    enum Moment {
        READING,
        BEFORE_SAYING_DONE,
        AFTER_SAYING_DONE,
        ASKING_FOR_MORE,
        NEVER
    }

    private ReturnsMain() {}

    public static void main(String[] arguments) throws IOException {
        Moment moment = Moment.valueOf(arguments[3]);
        int[] left = {Integer.parseInt(arguments[4])};
        try (Reengage reengage = open(arguments[0]);
                MailboxSource mailbox = mailbox(arguments[1], arguments[2])) {
            Runnable deadly = () -> {
                left[0]--;
                if (left[0] == 0) {
                    Runtime.getRuntime().halt(9);
                }
            };
            MailSource source = mailbox == null ? files(arguments[1], Path.of(arguments[2])) : mailbox;
            Inbox.of(reengage, PATH).drain(dying(source, moment, deadly));
        }
    }

    static String address(int person) {
        return "person" + person + "@people.example";
    }

    /** Where the mail to a person comes back to. */
    static String returnAddress(int person) {
        String tag = LINKS.write(new ReturnTag(
                        "p" + person,
                        String.format(Locale.ROOT, "%010x", person),
                        ReturnTag.addressMark(address(person))))
                .orElseThrow();
        return "bounces+" + tag + "@mail.shop.example";
    }

    static Reengage open(String database) {
        Instant joined = Instant.parse("2024-01-01T00:00:00Z");
        List<Subscriber> people = IntStream.range(0, PEOPLE)
                .mapToObj(i -> Subscriber.withId("p" + i)
                        .email(address(i))
                        .joinedAt(joined)
                        .subscribed("news", joined, "form")
                        .build())
                .toList();
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(people))
                .ledger(Ledger.jdbc(new ConnectionPool(database).dataSource()))
                .links(LINKS)
                .build();
    }

    private static @Nullable MailboxSource mailbox(String kind, String place) {
        int port = kind.equals("imap") || kind.equals("pop3") ? Integer.parseInt(place) : 0;
        return switch (kind) {
            case "imap" -> login(Mailbox.imap("127.0.0.1").port(port));
            case "pop3" -> login(Mailbox.pop3("127.0.0.1").port(port));
            default -> null;
        };
    }

    private static MailboxSource login(Mailbox mailbox) {
        return mailbox.unencrypted()
                .login("bounces", "secret")
                .patience(Duration.ofSeconds(20))
                .source();
    }

    private static MailSource files(String kind, Path place) {
        return switch (kind) {
            case "maildir" -> MailSource.maildir(place);
            case "mbox" -> MailSource.mbox(place);
            default -> MailSource.directory(place);
        };
    }

    private static MailSource dying(MailSource source, Moment moment, Runnable deadly) {
        return () -> {
            List<MailSource.Waiting> batch = source.next();
            if (moment == Moment.ASKING_FOR_MORE) {
                deadly.run();
            }
            return batch.stream().map(each -> dying(each, moment, deadly)).toList();
        };
    }

    private static MailSource.Waiting dying(MailSource.Waiting mail, Moment moment, Runnable deadly) {
        return new MailSource.Waiting() {
            @Override
            public byte[] bytes() throws IOException {
                byte[] bytes = mail.bytes();
                if (moment == Moment.READING) {
                    deadly.run();
                }
                return bytes;
            }

            @Override
            public void done(Inbox.Handling handling) throws IOException {
                if (moment == Moment.BEFORE_SAYING_DONE) {
                    deadly.run();
                }
                mail.done(handling);
                if (moment == Moment.AFTER_SAYING_DONE) {
                    deadly.run();
                }
            }
        };
    }
}
