// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedPeopleTest {
    private static final Instant ARRIVAL = Instant.parse("2026-03-02T12:30:00Z");
    private static final String PAGE = """
            <form method="post"><button name="answer" value="keep">Keep me</button></form>
            <form method="post"><input type="hidden" name="more" value="a&amp;b">
            <select name="reason"><option value="">-</option><option value="too_many">Too many</option></select>
            <button name="answer" value="leave">Leave</button></form>
            """;

    @TempDir
    Path mailboxes;

    private HttpServer web;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void serve() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/mail", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String agent = exchange.getRequestHeaders().getFirst("User-Agent");
            requests.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip()
                    + (agent.startsWith("Mozilla/5.0 (") ? "" : " by a machine"));
            byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
    }

    @Test
    void pressesTheButtonOfTheFormItIsIn() {
        Browser browser = new Browser(web.getAddress().getPort());
        Browser.Page page = browser.visit(URI.create("http://127.0.0.1:1/mail/keep-me/t"));

        assertThat(browser.press(page, "keep", "too_many")).isPresent();
        assertThat(browser.press(page, "leave", "too_many")).isPresent();
        assertThat(browser.press(page, "order", "")).isEmpty();
        browser.scan(URI.create("http://127.0.0.1:1/mail/keep-me/t"));

        assertThat(requests)
                .containsExactly(
                        "GET /mail/keep-me/t",
                        "POST /mail/keep-me/t answer=keep",
                        "POST /mail/keep-me/t more=a%26b&reason=too_many&answer=leave",
                        "GET /mail/keep-me/t by a machine");
    }

    @Test
    void readTheMailThatArrivedAndActInTheirOwnTime() throws IOException {
        for (int i = 0; i < 200; i++) {
            write("p" + i + "@list.example", "http://127.0.0.1:1/mail/keep-me/t" + i);
        }
        write("boss@shop.example", "http://127.0.0.1:1/mail/keep-me/boss");
        SimulatedPeople people = people(new ArrayList<>());

        people.checkMail(ARRIVAL);
        people.act(ARRIVAL);
        assertThat(requests).isEmpty();
        List<String> first = live(people, ARRIVAL);
        requests.clear();

        assertThat(first).anyMatch(each -> each.contains("answer=keep")).noneMatch(each -> each.contains("boss"));
        assertThat(first)
                .as("scanners follow every link, and half of them pose as browsers")
                .containsSequence("GET /mail/keep-me/t140/shop by a machine", "GET /mail/keep-me/t140 by a machine")
                .containsSequence("GET /mail/keep-me/t0/shop", "GET /mail/keep-me/t0");
        SimulatedPeople again = people(new ArrayList<>());
        again.checkMail(ARRIVAL);
        assertThat(live(again, ARRIVAL)).isEqualTo(first);
    }

    @Test
    void goOnAtTheMomentTheyWereStoppedAt() throws IOException {
        for (int i = 0; i < 200; i++) {
            write("p" + i + "@list.example", "http://127.0.0.1:1/mail/keep-me/t" + i);
        }
        Instant stopped = Instant.parse("2026-03-04T12:00:00Z");
        SimulatedPeople people = people(new ArrayList<>());
        people.checkMail(ARRIVAL);
        List<String> all = live(people, ARRIVAL);
        requests.clear();

        SimulatedPeople again = people(new ArrayList<>());
        again.checkMail(stopped);
        again.act(stopped);
        List<String> rest = live(again, stopped);

        assertThat(rest).isNotEmpty().hasSizeLessThan(all.size());
        assertThat(all.subList(all.size() - rest.size(), all.size())).isEqualTo(rest);
    }

    @Test
    void buyWhatTheyMeantToBuyAnyway() {
        List<Activity> bought = new ArrayList<>();
        Activity purchase = Activity.of(ActivityType.PURCHASED).by("p1").at(ARRIVAL);
        SimulatedPeople people = people(bought);

        people.willBuy(List.of(purchase));
        people.act(ARRIVAL.minusSeconds(1));
        assertThat(bought).isEmpty();
        people.act(ARRIVAL);

        assertThat(bought).containsExactly(purchase);
    }

    @Test
    void someAnswerAndMostDoNot() {
        Map<Reaction.Kind, Integer> counts = new EnumMap<>(Reaction.Kind.class);
        for (int i = 0; i < 2_000; i++) {
            ReceivedMail mail = new ReceivedMail(
                    "p" + i + "@list.example", "Still there?", ARRIVAL, Optional.empty(), Optional.empty(), List.of());
            assertThat(Reaction.to(mail))
                    .isEqualTo(Reaction.to(mail))
                    .allMatch(each -> each.after().compareTo(Duration.ZERO) > 0);
            Reaction.to(mail).forEach(each -> counts.merge(each.kind(), 1, Integer::sum));
        }

        assertThat(counts).containsOnlyKeys(Reaction.Kind.values());
        assertThat(counts.getOrDefault(Reaction.Kind.KEEP, 0)).isBetween(90, 170);
        assertThat(counts.getOrDefault(Reaction.Kind.SCAN, 0)).isBetween(180, 300);
    }

    private SimulatedPeople people(List<Activity> bought) {
        return new SimulatedPeople(mailboxes, "@list.example", web.getAddress().getPort(), bought::add);
    }

    private List<String> live(SimulatedPeople people, Instant from) {
        Optional<Instant> next = people.next(from);
        while (next.isPresent()) {
            people.act(next.get());
            next = people.next(next.get());
        }
        return List.copyOf(requests);
    }

    private void write(String to, String link) throws IOException {
        String mail =
                "Delivered-To: " + to + "\r\nReceived: from localhost by localhost; Mon, 2 Mar 2026 12:30:00 +0000\r\n"
                        + "Subject: Still there?\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
                        + "--b\r\nContent-Type: text/plain\r\n\r\n" + link + "\r\n"
                        + "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p class=\"brand\"><a href=\"" + link
                        + "/shop\">Shop</a></p><p><a class=\"button\" href=\"" + link
                        + "\">Keep</a></p>\r\n--b--\r\n";
        Files.writeString(mailboxes.resolve(to + ".eml"), mail);
    }
}
