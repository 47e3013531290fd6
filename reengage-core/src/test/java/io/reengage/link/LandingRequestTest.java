// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandingRequestTest {

    private static final String URL_ENCODED = "application/x-www-form-urlencoded";

    private final RecordedVisits visits = new RecordedVisits();
    private final LandingPages pages =
            LandingPages.builder(Given.LINKS, visits, () -> Given.NOW).build();

    /** S-15, RFC 8058: both content types, any agent, no cookies, no redirect. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                URL_ENCODED + "|List-Unsubscribe=One-Click",
                URL_ENCODED + "; charset=UTF-8|List-Unsubscribe=One-Click\r\n",
                "multipart/form-data; boundary=AaB03x|--AaB03x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--AaB03x--\r\n",
                "Multipart/Form-Data; charset=utf-8; Boundary=\"a b'(c)\"|preamble\r\n--a b'(c)\r\ncontent-type: text/plain\r\ncontent-disposition: form-data; name=List-Unsubscribe\r\n\r\nOne-Click\r\n--a b'(c)--"
            })
    void oneClickUnsubscribes(String typeAndBody) throws IOException {
        String[] sides = typeAndBody.split("\\|", 2);

        LandingResponse response = pages.respond(post("unsubscribe", sides[0], sides[1]));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).doesNotContainKeys("Location", "Set-Cookie");
        assertThat(visits.answers)
                .singleElement()
                .satisfies(told -> assertThat(told.answer()).isEqualTo(new Answer.Unsubscribed()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                URL_ENCODED + "|answer=%",
                URL_ENCODED + "|answer=%zz",
                URL_ENCODED + "|%=%&answer=keep&%a",
                URL_ENCODED + "|&&&===",
                URL_ENCODED + "|",
                "text/plain|answer=keep",
                "application/json|{\"answer\":\"keep\"}",
                ";|answer=keep",
                "|answer=keep",
                "multipart/form-data|--x\r\n",
                "multipart/form-data; boundary=|--\r\n",
                "multipart/form-data; boundary=x|--x",
                "multipart/form-data; boundary=x|--x\r\nContent-Disposition: form-data; name=\"answer",
                "multipart/form-data; boundary=x|--x\r\n\r\n\r\nkeep\r\n--x--",
                "multipart/form-data; boundary=x|--x--\r\nContent-Disposition: form-data; name=\"answer\"\r\n\r\nkeep\r\n--x--",
                "multipart/form-data; boundary=x|--x\r\nContent-Disposition: form-data; name=\"answer\"; filename=\"a\"\r\n\r\nkeep\r\n--x--"
            })
    void aBodyThatSaysNothingChangesNothing(String typeAndBody) throws IOException {
        String[] sides = typeAndBody.split("\\|", 2);

        assertThat(pages.respond(post("keep-me", sides[0], sides[1])).status()).isEqualTo(400);
        assertThat(visits.answers).isEmpty();
    }

    @Test
    void aBodyWithoutATypeIsAForm() throws IOException {
        LandingRequest request =
                LandingRequest.of("POST", Given.pathOf(Given.token("keep-me")), Map.of(), body("answer=keep"));

        assertThat(pages.respond(request).status()).isEqualTo(200);
    }

    @Test
    void aBodyIsReadUpToItsBoundOnly() throws IOException {
        int room = LandingRequest.MOST_BODY_BYTES - "answer=keep&x=".length();
        LandingRequest fits = post("keep-me", URL_ENCODED, "answer=keep&x=" + "y".repeat(room));
        LandingRequest exceeds = post("keep-me", URL_ENCODED, "answer=keep&x=" + "y".repeat(room + 1));

        assertThat(pages.respond(fits).status()).isEqualTo(200);
        assertThat(pages.respond(exceeds).status()).isEqualTo(400);
        assertThat(visits.answers).hasSize(1);
    }

    @Test
    void anEndlessBodyEnds() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };

        assertThat(LandingRequest.of("POST", "/", Map.of(), endless).parameter("answer"))
                .isEmpty();
        assertThat(LandingRequest.of("GET", "/", Map.of(), endless).method()).isEqualTo("GET");
    }

    @Test
    void ofANameThatComesTwiceTheFirstCounts() {
        assertThat(FormBody.parse(URL_ENCODED, bytes("a=1&a=2&b=%E3%81%8B+x"))).isEqualTo(Map.of("a", "1", "b", "か x"));
        assertThat(
                        FormBody.parse(
                                "multipart/form-data; boundary=x",
                                bytes(
                                        "--x\nContent-Disposition: form-data; name=\"a\"\n\nか\n--x\nContent-Disposition: form-data; name=\"a\"\n\n2\n--x--")))
                .isEqualTo(Map.of("a", "か"));
    }

    @ParameterizedTest
    @CsvSource({"accept-language", "ACCEPT-LANGUAGE", "Accept-Language"})
    void headersAreFoundInAnyCase(String name) {
        LandingRequest request = LandingRequest.withForm("GET", "/", Map.of(name, List.of("ja", "en")), Map.of());

        assertThat(request.header("aCCEPT-lANGUAGE")).contains("ja, en");
    }

    @Test
    void theTextOfARequestHidesTheToken() {
        LinkToken token = Given.token("keep-me");

        assertThat(Given.get(Given.pathOf(token)).toString()).doesNotContain(Given.textOf(token));
    }

    private static LandingRequest post(String page, String type, String body) throws IOException {
        return LandingRequest.of(
                "POST", Given.pathOf(Given.token(page)), Map.of("content-type", List.of(type)), body(body));
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
