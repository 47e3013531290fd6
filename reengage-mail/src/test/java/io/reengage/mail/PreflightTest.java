// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.channel.Message;
import io.reengage.link.SignedLinks;
import io.reengage.link.SigningKeys;
import io.reengage.mail.Preflight.Severity;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightTest {
    private final Map<String, List<String>> zone = new HashMap<>(Map.of(
            "shop.example", List.of("google-site-verification=x", "v=spf1 include:relay.example -all"),
            "relay.example", List.of("v=spf1 ip4:192.0.2.1 mx -all"),
            "_dmarc.shop.example", List.of("v=DMARC1; p=quarantine; rua=mailto:d@shop.example"),
            "r1._domainkey.shop.example", List.of(Keys.record(Keys.RSA)),
            "e1._domainkey.shop.example", List.of(Keys.record(Keys.ED25519))));
    private final DnsRecords dns = name -> zone.getOrDefault(name, List.of());

    private static MailChannel.Builder channel() {
        return MailChannel.smtp("127.0.0.1", 25)
                .from("news@shop.example", "Shop")
                .listId("newsletter", "shop.example")
                .feedbackId("shop42");
    }

    private Preflight preflight(Message message) {
        try (MailChannel channel = channel().dkim(Samples.dkim()).build()) {
            return channel.preflight(message, dns);
        }
    }

    private void expect(Severity severity, String about, String words) {
        assertThat(preflight(Messages.message("k1")).findings()).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.about()).isEqualTo(about);
            assertThat(finding.words()).contains(words);
        });
    }

    @Test
    void aSenderWhoDoesEverythingRightPasses() {
        Preflight preflight = preflight(Messages.message("k1"));

        assertThat(preflight.findings()).extracting(Preflight.Finding::severity).containsOnly(Severity.FINE);
        assertThat(preflight.passed()).isTrue();
        assertThat(preflight.text())
                .contains("fine     spf        shop.example publishes one record that needs 2 lookups")
                .contains("fine     dmarc      _dmarc.shop.example says p=quarantine")
                .contains("signature rsa-sha256 of r1._domainkey.shop.example holds and covers the way out")
                .contains("signature ed25519-sha256 of e1._domainkey.shop.example holds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop.example               | v=spf1 +all      | spf   | lets everybody send",
                "shop.example               | nothing          | spf   | publishes 0 SPF records",
                "_dmarc.shop.example        | nothing          | dmarc | no DMARC record",
                "r1._domainkey.shop.example | v=DKIM1; p=AAAA  | dkim  | publishes no usable key",
                "r1._domainkey.shop.example | v=DKIM1; p=      | dkim  | publishes no usable key"
            })
    void whatIsWrongInTheDnsIsAProblem(String name, String record, String about, String words) {
        zone.put(name, List.of(record));
        expect(Severity.PROBLEM, about, words);
    }

    @Test
    void aForeignKeyInTheDnsIsNoticed() {
        zone.put("e1._domainkey.shop.example", List.of(Keys.record(Keys.pair("Ed25519"))));
        expect(Severity.PROBLEM, "dkim", "does not hold");
    }

    @Test
    void tooManyLookupsAndTooManyRecordsFail() {
        zone.put("relay.example", List.of("v=spf1 a mx a:b.example mx:c.example exists:d.example a a a a a -all"));
        expect(Severity.PROBLEM, "spf", "needs 11 lookups");
        zone.put("shop.example", List.of("v=spf1 -all", "v=spf1 ~all"));
        expect(Severity.PROBLEM, "spf", "publishes 2 SPF records");
    }

    @Test
    void aSilentDnsIsAWarning() {
        try (MailChannel channel = channel().dkim(Samples.dkim()).build()) {
            Preflight preflight = channel.preflight(Messages.message("k1"), name -> {
                throw new IOException("no answer");
            });
            assertThat(preflight.text()).contains("warning  spf        not seen: no answer");
        }
    }

    @Test
    void largeClippedAndDeadEndsAreFound() {
        String html = "<a href='http://shop.example/'>a</a><a href='/local'>b</a><a href='javascript:x'>c</a>"
                + "<a href='https://shop.example/only-html'>d</a>";
        Message message = Messages.message(
                "k1", Map.of("subject", "s", "html", html + "x".repeat(101 * 1024), "text", "t"), "a@example.com");

        assertThat(preflight(message).text())
                .contains("problem  size       HTML of 101 KB: Gmail clips at 102 KB")
                .contains("warning  links      link to http://shop.example/: http can be read")
                .contains("problem  links      link to /local: goes nowhere from a mail")
                .contains("problem  links      link to javascript:x")
                .contains("warning  links      link to https://shop.example/only-html is in the HTML, not in the text");
    }

    @Test
    void oneClickNeedsHttps() {
        Message plain = Messages.message("k1");
        Message insecure = new Message(
                "k1",
                "42",
                plain.to(),
                "ja",
                plain.fields(),
                Map.of(Message.UNSUBSCRIBE, URI.create("http://shop.example/u")),
                "newsletter",
                plain.createdAt());

        assertThat(preflight(insecure).text()).contains("problem  one-click");
    }

    @Test
    void whatIsNoMailIsOneWithoutSignature() {
        try (MailChannel channel = channel().build()) {
            for (String text : List.of("", "\r\n", "DKIM-Signature:", "From: a@shop.example", "nonsense\n\nnonsense")) {
                assertThat(channel.arrived(text.getBytes(ISO_8859_1), dns).text())
                        .contains("problem  dkim       no DKIM");
            }
        }
    }

    @Test
    void whetherTheRelayCoversTheWayOutIsSeenInAMailThatArrived() throws Exception {
        String signed =
                new String(Samples.composer().compose(Messages.message("k1")).bytes(), ISO_8859_1);
        String careless = signed.replace(":List-Unsubscribe-Post", "");
        try (MailChannel channel = channel().build()) {
            assertThat(channel.preflight(Messages.message("k1"), dns).text())
                    .contains("warning  dkim       this channel does not sign: send a mail to yourself");
            assertThat(channel.arrived(("Received: x\n" + signed.replace("\r\n", "\n")).getBytes(ISO_8859_1), dns)
                            .passed())
                    .isTrue();
            assertThat(channel.arrived(careless.getBytes(ISO_8859_1), dns).text())
                    .contains("does not cover list-unsubscribe-post");
            assertThat(channel.arrived(
                                    Messages.message("k1")
                                            .toString()
                                            .concat(": x\r\n\r\nb")
                                            .getBytes(ISO_8859_1),
                                    dns)
                            .text())
                    .contains("problem  dkim       no DKIM signature");
        }
    }

    @Test
    void aReturnPathOrSignatureOfAnotherHouseIsNotAligned() {
        zone.put("_dmarc.relay.example", List.of("v=DMARC1; p=none"));
        try (MailChannel channel = channel()
                .dkim(Dkim.forDomain("relay.example").key("r1", Keys.pem(Keys.RSA)))
                .build()) {
            zone.put("r1._domainkey.relay.example", List.of(Keys.record(Keys.RSA)));
            assertThat(channel.preflight(Messages.message("k1"), dns).text())
                    .contains("does not fit the author's domain")
                    .contains("problem  dkim       no DKIM signature of the author's domain");
        }
    }

    @Test
    void whatTheLawDemandsIsLookedAtAndNotOfTransactionalMails() {
        try (MailChannel channel = channel()
                .lawsOf(EnumSet.of(Law.JP))
                .imprint(Samples.IMPRINT)
                .transactional("receipt")
                .build()) {
            Message plain = Messages.message("k1");
            Message receipt =
                    new Message("k1", "42", plain.to(), "ja", plain.fields(), Map.of(), "receipt", plain.createdAt());

            Preflight preflight = channel.preflight(plain, dns);
            assertThat(preflight.passed()).isFalse();
            assertThat(preflight.findings())
                    .filteredOn(finding -> finding.about().equals("duties"))
                    .hasSize(4)
                    .allMatch(finding -> finding.severity() == Severity.PROBLEM);
            assertThat(preflight.text()).contains("problem  duties     law JP: field html does not show the sender's");
            assertThat(channel.preflight(receipt, dns).text())
                    .contains("fine     duties     transactional: none")
                    .doesNotContain("one-click");
        }
    }

    /** RFC 7489 3.1: the author's record may ask for the very same domain. */
    @Test
    void strictAlignmentAcceptsNoDomainBelow() throws UnmailableException {
        zone.put("mail.shop.example", List.of("v=spf1 ip4:192.0.2.1 -all"));
        zone.put("r1._domainkey.mail.shop.example", List.of(Keys.record(Keys.RSA)));
        try (MailChannel channel = channel()
                .returnPath(ReturnPath.at(
                        "bounces@mail.shop.example",
                        SignedLinks.at(URI.create("https://shop.example/r"))
                                .signedWith(SigningKeys.of("k", new byte[32]))))
                .dkim(Dkim.forDomain("mail.shop.example").key("r1", Keys.pem(Keys.RSA)))
                .build()) {
            Message message = Messages.message("0123456789abcdef");
            assertThat(channel.preflight(message, dns).text())
                    .contains("fine     alignment  return path of mail.shop.example fits")
                    .contains("fine     dkim");
            zone.put("_dmarc.shop.example", List.of("v=DMARC1; p=none; aspf=s; adkim=s"));
            assertThat(channel.preflight(message, dns).text())
                    .contains("warning  alignment  return path of mail.shop.example does not fit")
                    .contains(
                            "warning  dkim       signature rsa-sha256 of r1._domainkey.mail.shop.example does not fit")
                    .contains("problem  dkim       no DKIM signature of the author's domain");
        }
    }

    @Test
    void anIncludedNameWithoutARecordFailsSpf() {
        zone.remove("relay.example");
        expect(Severity.PROBLEM, "spf", "includes relay.example, which publishes no SPF record");
    }

    @Test
    void aShortKeyIsIgnoredByReceivers() throws UnmailableException {
        KeyPair pair = Keys.pair("RSA", 768);
        byte[] mail = new Composer(Samples.composer().sender())
                .compose(Messages.message("k1"))
                .bytes();
        String signature = DkimContent.of(mail)
                .signature("shop.example", new Dkim.Key("old", pair.getPrivate(), Instant.MIN), Instant.EPOCH);
        zone.put("old._domainkey.shop.example", List.of(Keys.record(pair)));
        try (MailChannel channel = channel().build()) {
            assertThat(channel.arrived((signature + new String(mail, ISO_8859_1)).getBytes(ISO_8859_1), dns)
                            .text())
                    .contains("receivers ignore RSA keys of less than 1024 bits")
                    .contains("problem  dkim       no DKIM signature");
        }
    }

    @Test
    void aListWithoutItsNamesIsAWarning() {
        try (MailChannel channel = MailChannel.smtp("127.0.0.1", 25)
                .from("news@shop.example", "Shop")
                .transactional("receipt")
                .build()) {
            Message plain = Messages.message("k1");
            Message receipt =
                    new Message("k1", "42", plain.to(), "ja", plain.fields(), Map.of(), "receipt", plain.createdAt());
            assertThat(channel.preflight(plain, dns).text())
                    .contains("warning  list-id    no List-Id", "warning  feedback   not one Feedback-ID");
            assertThat(channel.preflight(receipt, dns).text()).doesNotContain("list-id", "feedback");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "news@shop.example,      shop.example,      FINE",
        "news@mail.shop.example, shop.example,      FINE",
        "news@shop.example,      lists.shop.example, FINE",
        "news@shop.example,      relay.example,     WARNING",
        "news@shop.example,      badshop.example,   WARNING",
    })
    void theListsNameBelongsUnderTheAuthorsDomain(String author, String domain, Severity severity) {
        zone.put("_dmarc.relay.example", List.of("v=DMARC1; p=none"));
        try (MailChannel channel = MailChannel.smtp("127.0.0.1", 25)
                .from(author, "Shop")
                .listId("newsletter", domain)
                .build()) {
            assertThat(channel.preflight(Messages.message("k1"), dns).findings())
                    .filteredOn(finding -> finding.about().equals("list-id"))
                    .extracting(Preflight.Finding::severity)
                    .containsExactly(severity);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Shop's news <newsletter.shop.example>       | fine     list-id    newsletter.shop.example fits",
                "<newsletter>                                | warning  list-id    not one List-Id of the form",
                "newsletter.shop.example                     | warning  list-id    not one List-Id of the form",
                "<news letter.shop.example>                  | warning  list-id    not one List-Id of the form",
                "<news..letter.shop.example>                 | warning  list-id    not one List-Id of the form",
                "<n.shop.example><m.shop.example>            | warning  list-id    not one List-Id of the form",
                "<n.shop.example>%List-Id: <m.shop.example>  | warning  list-id    not one List-Id of the form",
                "<newsletter.relay.test>                     | warning  list-id    newsletter.relay.test is not under",
            })
    void aListIdThatARelayWroteIsLookedAt(String header, String words) {
        String mail = "From: news@shop.example\r\nList-Id: " + header.replace("%", "\r\n") + "\r\n\r\nb";
        try (MailChannel channel = channel().build()) {
            assertThat(channel.arrived(mail.getBytes(ISO_8859_1), dns).text()).contains(words);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<https://x.example/u> | List-Unsubscribe=One-Click | fine     one-click",
                "<https://x.example/u>, <mailto:u@x.example> | List-Unsubscribe=One-Click | fine     one-click",
                "<mailto:u@x.example>  | List-Unsubscribe=One-Click | problem  one-click",
                "<http://x.example/u>  | List-Unsubscribe=One-Click | problem  one-click",
                "<https://x.example/u> | List-Unsubscribe=one-click | problem  one-click",
                "<https://x.example/u> | ''                         | problem  one-click",
            })
    void theWayOutMustHaveArrived(String way, String post, String words) {
        String mail = "List-Unsubscribe:\r\n " + way + "\r\nList-Unsubscribe-Post: " + post + "\r\n\r\nb";
        try (MailChannel channel = channel().build()) {
            assertThat(channel.arrived(mail.getBytes(ISO_8859_1), dns).text()).contains(words);
        }
    }

    @Test
    void htmlCloseToWhereGmailClipsIsAWarning() {
        Message message = Messages.message(
                "k1", Map.of("subject", "s", "html", "x".repeat(81 * 1024), "text", "t"), "a@example.com");
        assertThat(preflight(message).text()).contains("warning  size       HTML of 81 KB: close to the 102 KB");
    }

    @Test
    void stringsOfARecordAreJoined() {
        assertThat(JndiDns.joined("\"v=DKIM1; k=rsa; \" p=AAA BBB")).isEqualTo("v=DKIM1; k=rsa; p=AAABBB");
        assertThat(JndiDns.joined("\"a \\\"b\\\" c\"")).isEqualTo("a \"b\" c");
        assertThat(JndiDns.joined("plain")).isEqualTo("plain");
    }
}
