// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineVisitsTest {

    private static MachineVisits.Verdict judge(
            String method, Map<String, String> headers, @Nullable Duration sinceDelivery) {
        Visitor visitor = Visitor.of(method, headers, null);
        return MachineVisits.judge(new Visit(Visit.What.PAGE, "keep-me", 0, Instant.EPOCH, visitor, sinceDelivery));
    }

    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

    @ParameterizedTest
    @ValueSource(
            strings = {
                BROWSER,
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.20.0",
                "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
                "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Safari/537.36 Edg/120.0",
                "DoCoMo/2.0 SH06A3(c500;TB;W30H18)",
                "KDDI-TS3H UP.Browser/6.2_7.2.7.1.K.5.1.1.5 (GUI) MMP/2.0",
                "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80/191.314; U; en) Presto/2.12.423 Version/12.16"
            })
    void browsersArePeople(String agent) {
        assertThat(judge("GET", Map.of("User-Agent", agent), null))
                .isEqualTo(new MachineVisits.Verdict(false, "no sign of a machine"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)|link previewer",
                "facebookexternalhit/1.1;line-poker/1.0|link previewer",
                "WhatsApp/2.23.20.0|link previewer",
                "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5|link previewer",
                "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)|crawler",
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html)|crawler",
                "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)|image proxy",
                "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html|image proxy",
                "Barracuda Sentinel (EE)|mail scanner",
                "Microsoft Office Existence Discovery|mail scanner",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/131.0.0.0 Safari/537.36|headless browser",
                "curl/8.5.0|http library",
                "python-requests/2.32.3|http library",
                "Python/3.12 aiohttp/3.9.1|http library",
                "Java/17.0.15|http library",
                "Java-http-client/17.0.15|http library",
                "Go-http-client/2.0|http library",
                "okhttp/4.12.0|http library",
                "Apache-HttpClient/5.3 (Java/17)|http library",
                "Mozilla/5.0|bare user agent",
                "LINKCHECKER/10|crawler"
            })
    void machinesAreToldWithTheirKind(String agent, String reason) {
        assertThat(judge("GET", Map.of("user-agent", agent), null)).isEqualTo(new MachineVisits.Verdict(true, reason));
    }

    @ParameterizedTest
    @CsvSource({
        "Purpose,prefetch",
        "Sec-Purpose,prefetch;prerender",
        "SEC-PURPOSE,PREFETCH",
        "X-Moz,prefetch",
        "X-Purpose,preview"
    })
    void whatIsFetchedAheadIsNoVisit(String header, String value) {
        assertThat(judge("GET", Map.of("User-Agent", BROWSER, header, value), null))
                .isEqualTo(new MachineVisits.Verdict(true, "prefetch"));
    }

    @Test
    void whoGivesNoNameIsAMachine() {
        assertThat(judge("GET", Map.of(), null).reason()).isEqualTo("no user agent");
        assertThat(judge("GET", Map.of("User-Agent", "  "), null).machine()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "options", "PROPFIND"})
    void onlyAGetIsAPageView(String method) {
        assertThat(judge(method, Map.of("User-Agent", BROWSER), null).reason()).isEqualTo("not a page view");
    }

    @ParameterizedTest
    @CsvSource({"PT-1S,true", "PT0S,true", "PT10S,true", "PT10.001S,false", "P1D,false"})
    void nobodyReadsAsFastAsAScanner(Duration sinceDelivery, boolean machine) {
        assertThat(judge("GET", Map.of("User-Agent", BROWSER), sinceDelivery).machine())
                .isEqualTo(machine);
    }
}
