// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import static io.reengage.campaign.Steps.after;
import static io.reengage.campaign.Steps.send;
import static io.reengage.segment.Conditions.subscribed;

import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Channel;
import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Rendering;
import io.reengage.channel.TemplateRenderer;
import io.reengage.ledger.Ledger;
import io.reengage.ledger.LedgerException;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.mail.MailChannel;
import io.reengage.policy.ContactPolicy;
import io.reengage.segment.Span;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own that does what is due until it is killed, or told to stop by the end of its input: node, instance,
 * database, mail server, people on a list, journal.
 */
final class WorkerMain {
    /** At most so many messages a minute. */
    static final int CAP = 3;

    static final Duration CAP_WINDOW = Duration.ofMinutes(1);

    /** The longest an accepting server takes; the sink stalls longer when it wants to be doubted. */
    static final Duration ACCEPT_TIMEOUT = Duration.ofSeconds(2);

    static final String ASK = "ask";
    static final String REMIND = "remind";

    private WorkerMain() {}

    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) throws IOException {
        String node = arguments[0];
        String instance = arguments[1];
        Channel channel = channel(Integer.parseInt(arguments[3]), instance);
        Journal journal = Journal.open(Path.of(arguments[5]));
        boolean[] stopped = {false};
        Thread listener = new Thread(() -> {
            awaitEndOfInput();
            synchronized (stopped) {
                stopped[0] = true;
            }
        });
        listener.setDaemon(true);
        listener.start();
        Reengage reengage =
                open(arguments[2], node, journal.around(channel), new Crowd(Integer.parseInt(arguments[4])));
        while (true) {
            synchronized (stopped) {
                if (stopped[0]) {
                    break;
                }
            }
            work(reengage);
        }
        reengage.close();
        System.exit(0);
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            // as good as its end
        }
    }

    private static void work(Reengage reengage) {
        try {
            if (reengage.runDue(Duration.ofSeconds(1)).isIdle()) {
                pause(Duration.ofMillis(150));
            }
        } catch (RuntimeException e) {
            e.printStackTrace();
            pause(Duration.ofMillis(200));
        }
    }

    private static void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }

    /** Opens a node, as soon as the database is there. */
    static Reengage open(String database, String node, Channel channel, Crowd crowd) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            try {
                return node(database, node, channel, crowd);
            } catch (LedgerException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                pause(Duration.ofMillis(100));
            }
        }
    }

    private static Reengage node(String database, String node, Channel channel, Crowd crowd) {
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(crowd)
                .ledger(Ledger.jdbc(new ConnectionPool(database).dataSource()))
                .channel(channel)
                .templates(new NameOfTemplate())
                .links(SignedLinks.at(URI.create("https://news.shop.example/r"))
                        .signedWith(SigningKeys.of("test", new byte[32])))
                .policy(ContactPolicy.builder()
                        .atMost(CAP, Span.minutes((int) CAP_WINDOW.toMinutes()))
                        .build())
                .node(node)
                .build();
    }

    /** Real SMTP; the sender's name tells the sink whose conversation it is. */
    static Channel channel(int port, String instance) {
        return MailChannel.smtp("127.0.0.1", port)
                .from(instance + "@shop.example", "Shop")
                .connectTimeout(Duration.ofSeconds(1))
                .replyTimeout(Duration.ofMillis(500))
                .acceptTimeout(ACCEPT_TIMEOUT)
                .build();
    }

    /** Two messages to everybody on a list, the second at once or after a minute. */
    static Campaign campaign(String name, String list, boolean atOnce) {
        return Campaign.named(name)
                .once()
                .purpose(list)
                .audience(subscribed(list))
                .noHoldout("a test of sending")
                .step(ASK, send(MailChannel.NAME).template(subject(name, ASK)))
                .step(
                        REMIND,
                        after(atOnce ? Span.NONE : Span.minutes(1)),
                        send(MailChannel.NAME).template(subject(name, REMIND)))
                .build();
    }

    static String subject(String campaign, String step) {
        return campaign + "/" + step;
    }

    /** Says campaign and step in the subject, so that the sink needs no key to tell messages apart. */
    private static final class NameOfTemplate implements TemplateRenderer {
        @Override
        public List<String> problems(String template, ChannelSpec channel) {
            return List.of();
        }

        @Override
        public Rendering render(String template, String language, ChannelSpec channel, Map<String, Object> values) {
            String paragraph = "<p>We have not heard from you for a long time.</p>\n";
            return new Rendering.Rendered(language, Map.of("subject", template, "html", paragraph.repeat(20)));
        }
    }
}
