// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import com.sun.net.httpserver.HttpServer;
import io.reengage.Environment;
import io.reengage.Reengage;
import io.reengage.activity.ActivitySource;
import io.reengage.activity.Observation;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Steps;
import io.reengage.channel.Templates;
import io.reengage.ledger.Ledger;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.mail.MailChannel;
import io.reengage.mail.ReturnPath;
import io.reengage.segment.Conditions;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends five mails through a local counterpart of SES, which loses the answer to one, and takes in what it tells of them: nothing
 * leaves this machine.
 */
public final class SesMain {
    private static final Instant TODAY = Instant.parse("2026-11-21T09:00:00Z");
    private static final int MOST_BYTES = 512 * 1024;
    private static final List<String> PEOPLE = List.of("ann", "bob", "chie", "dan", "eve");
    static final SignedLinks LINKS =
            SignedLinks.at(URI.create("https://news.shop.example/r")).signedWith(SigningKeys.of("2026", new byte[32]));

    private SesMain() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (!run(out)) {
            throw new IllegalStateException("not what was expected");
        }
    }

    /** Runs it all; whether what was expected came out. */
    static boolean run(PrintStream out) throws IOException, GeneralSecurityException, InterruptedException {
        Path folder = Files.createTempDirectory("ses");
        LocalAuthority authority = LocalAuthority.in(folder, "CN=sns.amazonaws.com");
        LocalSns sns = new LocalSns(authority, Instant.now());
        List<String> refused = new ArrayList<>();
        List<URI> confirmed = new ArrayList<>();
        try (LocalSes ses = new LocalSes("eve@shop.example");
                Reengage reengage = reengage(ses)) {
            SnsEndpoint endpoint = new SnsEndpoint(
                    MailChannel.NAME,
                    new SnsVerifier(
                            Set.of(LocalSns.TOPIC),
                            address -> authority.chain(),
                            Set.of(authority.authority()),
                            Instant::now),
                    confirmed::add,
                    new Correlation(reengage.feedback(), LINKS),
                    refused::add);
            reengage.campaigns().launch(letter());
            out.println("sent through SES: "
                    + reengage.runDue(Duration.ofSeconds(30)).sent() + ", of unknown fate: " + unknown(reengage));
            HttpServer web = mount(endpoint);
            try {
                return tell(new Caller(web.getAddress().getPort()), sns, ses, out)
                        && show(reengage, confirmed, refused, out);
            } finally {
                web.stop(0);
            }
        }
    }

    private static long unknown(Reengage reengage) {
        return reengage.insight().report("letter").unknown();
    }

    /** What happens to the five mails; and what others try. */
    private static boolean tell(Caller caller, LocalSns sns, LocalSes ses, PrintStream out)
            throws IOException, InterruptedException {
        boolean asExpected = caller.post(sns.confirmation()) == 200;
        for (LocalSes.Taken mail : ses.taken()) {
            String told = switch (mail.to()) {
                case "ann@shop.example" -> sns.event("n-1", "Delivery", mail.id(), mail.headers(), Map.of());
                case "bob@shop.example" ->
                    sns.event(
                            "n-2",
                            "Bounce",
                            mail.id(),
                            mail.headers(),
                            Map.of("bounceType", "Permanent", "bounceSubType", "General"));
                case "eve@shop.example" -> sns.event("n-5", "Delivery", mail.id(), mail.headers(), Map.of());
                case "chie@shop.example" -> sns.event("n-3", "Complaint", mail.id(), mail.headers(), Map.of());
                default ->
                    sns.event(
                            "n-4",
                            "Bounce",
                            mail.id(),
                            mail.headers(),
                            Map.of("bounceType", "Transient", "bounceSubType", "MailboxFull"));
            };
            for (int time = 0; time < 2; time++) {
                asExpected &= caller.post(told) == 200;
            }
            asExpected &= caller.post(told.replace(mail.id(), "somebody-elses")) == 403;
        }
        out.println("told by SES of " + ses.taken().size() + " mails, each twice; and as often by somebody else");
        return asExpected;
    }

    private static boolean show(Reengage reengage, List<URI> confirmed, List<String> refused, PrintStream out) {
        reengage.runDue(Duration.ofSeconds(30));
        out.println("topic confirmed: " + (confirmed.size() == 1));
        out.println("not believed: " + refused.size() + " (" + String.join(", ", Set.copyOf(refused)) + ")");
        out.println("still of unknown fate: " + unknown(reengage));
        boolean right = confirmed.size() == 1 && refused.size() == PEOPLE.size() && unknown(reengage) == 0;
        for (String id : PEOPLE) {
            Address address = new Address(id);
            List<String> reasons = reengage.suppressions().of(address.email()).stream()
                    .map(each -> each.reason().name())
                    .toList();
            out.println(id + " is suppressed for: " + (reasons.isEmpty() ? "nothing" : String.join(", ", reasons)));
            right &= reasons.equals(address.expected());
        }
        return right;
    }

    /** A person's address, and why nobody may write to it any more. */
    private record Address(String id) {
        io.reengage.subscriber.Address email() {
            return io.reengage.subscriber.Address.email(id + "@shop.example");
        }

        List<String> expected() {
            return switch (id) {
                case "bob" -> List.of("HARD_BOUNCE");
                case "chie" -> List.of("COMPLAINT");
                default -> List.of();
            };
        }
    }

    private static HttpServer mount(SnsEndpoint endpoint) throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/sns", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                int status = exchange.getRequestMethod().equals("POST") ? endpoint.receive(body) : 405;
                exchange.sendResponseHeaders(status, -1);
            }
        });
        web.start();
        return web;
    }

    /** Posts as SNS does. */
    private record Caller(int port) {
        private static final HttpClient HTTP = HttpClient.newHttpClient();

        int post(String body) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/sns"))
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    static Campaign letter() {
        return Campaign.named("letter")
                .once()
                .purpose("newsletter")
                .audience(Conditions.subscribed("newsletter"))
                .noHoldout("five people are too few to compare")
                .step("ask", Steps.send(MailChannel.NAME).template("ask"))
                .build();
    }

    static Reengage reengage(LocalSes ses) {
        Instant joined = TODAY.minus(Duration.ofDays(700));
        return Reengage.builder()
                .environment(Environment.PRODUCTION)
                .subscribers(SubscriberStore.inMemory(PEOPLE.stream()
                        .map(id -> Subscriber.withId(id)
                                .email(id + "@shop.example")
                                .joinedAt(joined)
                                .subscribed("newsletter", joined, "signup form")
                                .build())
                        .toList()))
                .activity(ActivitySource.inMemory(List.of(), Observation.live(joined, List.of())))
                .ledger(Ledger.inMemory())
                .channel(MailChannel.smtp("localhost", ses.port())
                        .from("news@shop.example", "Shop")
                        .returnPath(ReturnPath.at("bounces@shop.example", LINKS))
                        .build())
                .templates(Templates.of(Map.of(
                        "ask.subject.mustache", "Still interested?",
                        "ask.html.mustache", "<p>Hi! <a href=\"{{unsubscribe}}\">Leave</a></p>")))
                .links(LINKS)
                .build();
    }
}
