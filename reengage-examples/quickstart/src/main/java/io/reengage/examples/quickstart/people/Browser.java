// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.people;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jsoup.Connection.KeyVal;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/** As much of a web browser as it takes to look at a page and press a button on it. */
final class Browser {

    private static final String PERSON =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36";
    private static final String SCANNER = "BarracudaCentral link scanner";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final int port;

    /** @param port where the landing pages are shown now, in case they had to move since the mail was written */
    Browser(int port) {
        this.port = port;
    }

    /** Looks at a page as a person does, or a scanner that poses as one. Sites other than the landing pages are not there. */
    Page visit(URI link) {
        return get(link, PERSON);
    }

    /** Fetches a page as a security scanner does that says what it is. */
    Page scan(URI link) {
        return get(link, SCANNER);
    }

    /**
     * Presses a button, with a reason chosen where the form has that choice.
     *
     * @return the page that follows; empty if there is no such button
     */
    Optional<Page> press(Page page, String button, String reason) {
        Document document = Jsoup.parse(page.html(), page.at().toString());
        return Optional.ofNullable(document.selectFirst("form button[value=" + button + "]"))
                .map(found ->
                        submit(page.at(), (FormElement) Objects.requireNonNull(found.closest("form")), found, reason));
    }

    private Page submit(URI page, FormElement form, Element button, String reason) {
        for (Element choice : form.select("select option[value=" + reason + "]")) {
            choice.attr("selected", true);
        }
        List<String> pairs = new ArrayList<>();
        for (KeyVal field : form.formData()) {
            pairs.add(encode(field.key()) + "=" + encode(field.value()));
        }
        pairs.add(encode(button.attr("name")) + "=" + encode(button.val()));
        String action = form.attr("action");
        return send(HttpRequest.newBuilder(action.isEmpty() ? page : page.resolve(action))
                .header("User-Agent", PERSON)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
    }

    private Page get(URI link, String agent) {
        URI here = URI.create(link.getScheme() + "://" + link.getHost() + ":" + port + link.getRawPath());
        return send(HttpRequest.newBuilder(here).header("User-Agent", agent));
    }

    private Page send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            return new Page(response.uri(), response.statusCode(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException("the landing pages do not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a page", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * A page as it came.
     *
     * @param at its address
     * @param status HTTP status
     * @param html what it shows
     */
    record Page(URI at, int status, String html) {}
}
