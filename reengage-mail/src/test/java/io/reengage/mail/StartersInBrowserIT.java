// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.reengage.channel.ChannelSpec;
import io.reengage.channel.Rendering.Rendered;
import io.reengage.channel.Templates;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows every starter in a real browser: on a small phone, a phone and a desk, by day and by night. */
class StartersInBrowserIT {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<Integer> WIDTHS = List.of(320, 390, 1200);
    private static final int PATIENCE_SECONDS = 180;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyStarterIsReadableOnEveryScreen(boolean dark, @TempDir Path directory) throws Exception {
        Path browser = browser();
        Path page = directory.resolve("mails.html");
        Files.writeString(page, page(Mails.all()).outerHtml());

        List<String> result = measured(browser, page, directory, dark);

        int frames = Mails.all().size() * WIDTHS.size();
        assertThat(result.subList(3, result.size())).isEmpty();
        assertThat(result.get(1)).isEqualTo(frames + " buttons");
        assertThat(result.get(2)).isEqualTo("dark " + dark);
        assertThat(Integer.parseInt(result.get(0).replace(" texts", ""))).isGreaterThan(frames * 8);
    }

    @Test
    void aPoorMailIsFoundOut(@TempDir Path directory) throws Exception {
        Path page = directory.resolve("mails.html");
        String poor = "<body style='margin:0'><p style='color:#999;width:900px'>pale</p><img src='a.png'>"
                + "<a class='button' href='#'>low</a><p style='font-size:9px'>small</p>";
        Files.writeString(page, page(List.of(new Mails("poor", poor))).outerHtml());

        assertThat(measured(browser(), page, directory, false))
                .contains(
                        "poor 320: scrolls sideways: 900 px in 320",
                        "poor 320: image without alt",
                        "poor 390: \"pale\" has a contrast of 2.8",
                        "poor 1200: \"small\" is 9px high")
                .anyMatch(line -> line.startsWith("poor 1200: button is"));
    }

    /** A finished mail. */
    private record Mails(String name, String html) {

        static List<Mails> all() {
            List<Mails> mails = new ArrayList<>();
            try (MailChannel channel = MailChannel.smtp("127.0.0.1", 25)
                    .from("news@shop.example", "Shop")
                    .build()) {
                ChannelSpec spec = channel.spec();
                for (String name : StarterMails.NAMES) {
                    for (String language : List.of("en", "ja")) {
                        Rendered mail = StarterMails.rendered(Templates.starters(), name, language, spec);
                        mails.add(new Mails(
                                name + " " + language,
                                Objects.requireNonNull(mail.fields().get("html"))));
                    }
                }
            }
            return mails;
        }
    }

    private static Document page(List<Mails> mails) throws IOException {
        Document page = Document.createShell("");
        page.head().append("<meta charset=utf-8><meta name=color-scheme content='light dark'>");
        try (InputStream script = StartersInBrowserIT.class.getResourceAsStream("measure.js")) {
            page.head()
                    .appendElement("script")
                    .appendChild(new DataNode(
                            new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8)));
        }
        for (Mails mail : mails) {
            for (int width : WIDTHS) {
                page.body()
                        .appendElement("iframe")
                        .attr("name", mail.name() + " " + width)
                        .attr("style", "display:block;border:0;height:900px;width:" + width + "px")
                        .attr("srcdoc", mail.html());
            }
        }
        return page;
    }

    private static List<String> measured(Path browser, Path page, Path directory, boolean dark) throws Exception {
        Path out = directory.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--window-size=1300,900",
                        "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("err.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("the browser answers within %d s", PATIENCE_SECONDS)
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        Element result = Jsoup.parse(out.toFile()).getElementById("result");
        assertThat(result).as(() -> "a result in " + out).isNotNull();
        return result.wholeText().lines().toList();
    }

    private static Path browser() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> abort("no browser to show mails in: none of " + BROWSERS + " is on the path"));
    }
}
