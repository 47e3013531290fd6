// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DkimTest {
    private static final Instant WRITTEN = Instant.parse("2026-02-03T04:05:06Z");
    private static final Dkim BOTH =
            Dkim.forDomain("shop.example").key("r1", Keys.pem(Keys.RSA)).key("e1", Keys.pem(Keys.ED25519));

    private static String signed(Dkim dkim) throws UnmailableException {
        Sender sender = new Sender(MailAddress.parse("news@shop.example"), "お店", null, null, false);
        return new String(
                new Composer("email", sender, dkim)
                        .compose(Messages.message("k1"))
                        .bytes(),
                ISO_8859_1);
    }

    /** RFC 6376 3.4.5. */
    @Test
    void headersAndBodiesAreRelaxedAsInTheStandard() {
        assertThat(DkimContent.relaxedHeader("A: X")).isEqualTo("a:X");
        assertThat(DkimContent.relaxedHeader("B : Y\t\r\n\tZ  ")).isEqualTo("b:Y Z");
        assertThat(DkimContent.relaxedBody(" C \r\nD \t E\r\n\r\n\r\n")).isEqualTo(" C\r\nD E\r\n");
        assertThat(DkimContent.relaxedBody("")).isEmpty();
        assertThat(DkimContent.relaxedBody("\r\n\r\n")).isEmpty();
        assertThat(DkimContent.relaxedBody("\r\n\r\na \r\n \r\nb")).isEqualTo("\r\n\r\na\r\n\r\nb\r\n");
    }

    /** RFC 8463 A.3: hash of the body, and of an empty one. */
    @Test
    void bodiesAreHashedAsInTheStandard() {
        String body = "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
        assertThat(DkimContent.of(("A: b\r\n\r\n" + body).getBytes(ISO_8859_1)).bodyHash())
                .isEqualTo("2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
        assertThat(DkimContent.of("A: b\r\n\r\n".getBytes(ISO_8859_1)).bodyHash())
                .isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    @Test
    void aMailCarriesOneSignatureForEachAlgorithm() throws Exception {
        String mail = signed(BOTH);
        String headers = mail.substring(0, mail.indexOf("\r\n\r\n") + 2);

        assertThat(headers)
                .startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n\td=shop.example; s=r1;\r\n\t")
                .contains("\r\nDKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n\td=shop.example; s=e1;")
                .contains("t=" + WRITTEN.getEpochSecond() + ";");
        assertThat(headers.split("\r\n", -1))
                .filteredOn(line -> !line.contains("t0ken"))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(79));
        assertThat(mail).isEqualTo(signed(BOTH));
    }

    @Test
    void readersHeadersAreCoveredOnceMoreThanTheyAreThere() throws Exception {
        String h = signed(BOTH).replaceAll("(?s).*?\th=(.*?);.*", "$1").replaceAll("\\s", "");
        List<String> names = List.of(h.split(":", -1));

        for (String twice : List.of("From", "To", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post")) {
            assertThat(names).filteredOn(twice::equals).as(twice).hasSize(2);
        }
        assertThat(names).filteredOn("Reply-To"::equals).as("not there").hasSize(1);
        assertThat(names).contains("X-Reengage-Key").doesNotContain("DKIM-Signature");
    }

    @Test
    void theNewestActiveKeySigns() throws Exception {
        Dkim rotating = Dkim.forDomain("shop.example")
                .key("r1", Keys.pem(Keys.RSA))
                .key("r3", Keys.pem(Keys.RSA), WRITTEN.plus(Duration.ofDays(1)))
                .key("r2", Keys.pem(Keys.RSA), WRITTEN);

        assertThat(signed(rotating)).contains("s=r2;").doesNotContain("s=r1;", "s=r3;");
        assertThat(rotating.active(WRITTEN.minusNanos(1)))
                .extracting(Dkim.Key::selector)
                .containsExactly("r1");
        assertThat(rotating.active(WRITTEN.plus(Duration.ofDays(1))))
                .extracting(Dkim.Key::selector)
                .containsExactly("r3");
    }

    @Test
    void wrongKeysAreRefusedWithoutRepeatingThem() {
        Dkim dkim = Dkim.forDomain("shop.example");
        String secret = Keys.pem(Keys.ED25519);

        assertThatIllegalArgumentException().isThrownBy(() -> Dkim.forDomain("shop"));
        assertThatIllegalArgumentException().isThrownBy(() -> dkim.key("a b", secret));
        assertThatIllegalArgumentException().isThrownBy(() -> dkim.key("", secret));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dkim.key("a", secret).key("a", secret));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dkim.key("a", secret.replace("PRIVATE", "RSA PRIVATE")))
                .withMessageContaining("openssl pkcs8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dkim.key("a", secret.replace("M", "!")))
                .withMessageStartingWith("not a DKIM key");
        assertThatIllegalArgumentException().isThrownBy(() -> dkim.key("a", Keys.pem(Keys.pair("EC"))));
        assertThatIllegalArgumentException().isThrownBy(() -> dkim.key("a", Keys.pem(Keys.pair("RSA", 512))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dkim.key("a", secret, WRITTEN).complete());
    }
}
