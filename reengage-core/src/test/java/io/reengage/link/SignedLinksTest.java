// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedLinksTest {

    private static final LinkToken TOKEN = Given.token(LinkToken.KEEP_ME);

    @Test
    void theLinkIsBaseThenPageThenToken() {
        URI link = Given.LINKS.to(TOKEN);

        assertThat(link.toString()).matches("https://shop\\.example/mail/keep-me/[A-Za-z0-9_-]{60,200}");
        assertThat(link.getRawQuery()).isNull();
    }

    @Test
    void aSlashAtTheEndOfTheBaseMakesNoDifference() {
        SignedLinks slashed =
                SignedLinks.at(URI.create("https://shop.example/mail/")).signedWith(Given.KEYS);

        assertThat(slashed.to(TOKEN)).isEqualTo(Given.LINKS.to(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example",
                "http://localhost.evil.example",
                "ftp://shop.example",
                "javascript:alert(1)",
                "mailto:a@shop.example",
                "/mail",
                "//shop.example",
                "https:///mail",
                "https://shop.example?a=b",
                "https://shop.example#a",
                "https://shop.example@evil.example/"
            })
    void aBaseThatIsNoSafeAddressIsRefused(String base) {
        assertThatIllegalArgumentException().isThrownBy(() -> SignedLinks.at(URI.create(base)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8080", "http://127.0.0.1:8080/x", "http://[::1]:8080", "HTTPS://SHOP.EXAMPLE/I"
            })
    void thisMachineNeedsNoEncryption(String base) {
        SignedLinks links = SignedLinks.at(URI.create(base)).signedWith(Given.KEYS);

        assertThat(links.to(TOKEN).toString()).startsWith(base + "/keep-me/");
    }

    @Test
    void aLinkIsRefusedFromTheInstantItExpires() {
        String text = Given.textOf(TOKEN);
        Instant expiry = TOKEN.expiresAt();

        assertThat(Given.LINKS.read(text, expiry.minusNanos(1))).contains(TOKEN);
        assertThat(Given.LINKS.read(text, expiry)).isEmpty();
        assertThat(Given.LINKS.read(text, Instant.MAX)).isEmpty();
    }

    @Test
    void unsubscribeLinksDoNotExpire() {
        LinkToken token = Given.token(LinkToken.UNSUBSCRIBE);
        Instant inTenYears = Given.NOW.plus(Duration.ofDays(3650));

        assertThat(token.expiresAt()).isEqualTo(LinkToken.NEVER);
        assertThat(Given.LINKS.read(Given.textOf(token), inTenYears)).contains(token);
        assertThat(Given.LINKS.validFor(Duration.ofDays(1)).expiryOf(LinkToken.UNSUBSCRIBE, Given.NOW))
                .isEqualTo(LinkToken.NEVER);
    }

    @Test
    void otherLinksExpireAfterTheirValidity() {
        assertThat(Given.LINKS.expiryOf(LinkToken.KEEP_ME, Given.NOW))
                .isEqualTo(Given.NOW.plus(SignedLinks.DEFAULT_VALIDITY));
        assertThat(Given.LINKS.validFor(Duration.ofDays(90)).expiryOf(LinkToken.PREFERENCES, Given.NOW))
                .isEqualTo(Given.NOW.plus(Duration.ofDays(90)));
        assertThatIllegalArgumentException().isThrownBy(() -> Given.LINKS.validFor(Duration.ofHours(23)));
    }

    @Test
    void anExpiryBeyondTheLastYearNeverComes() {
        LinkToken token = new LinkToken(LinkToken.KEEP_ME, "r", "s", "42", "newsletter", "en", Instant.MAX);

        assertThat(token.expiresAt()).isEqualTo(LinkToken.NEVER);
    }

    @Test
    void anOlderKeyIsAcceptedUntilItRetires() {
        SigningKeys rotated = SigningKeys.of("2027", Given.secret(2)).accepting("2026", Given.secret(1));
        SigningKeys retired = SigningKeys.of("2027", Given.secret(2));
        String old = Given.textOf(TOKEN);

        assertThat(SignedLinks.at(Given.BASE).signedWith(rotated).read(old, Given.NOW))
                .contains(TOKEN);
        assertThat(SignedLinks.at(Given.BASE).signedWith(retired).read(old, Given.NOW))
                .isEmpty();
        assertThat(SignedLinks.at(Given.BASE).signedWith(rotated).to(TOKEN)).isNotEqualTo(Given.LINKS.to(TOKEN));
    }

    /** S-11: a key id is no proof, and neither is a secret under another id. */
    @Test
    void keysAreNotConfused() {
        String text = Given.textOf(TOKEN);
        SigningKeys sameIdOtherSecret = SigningKeys.of("2026", Given.secret(9));
        SigningKeys sameSecretOtherId = SigningKeys.of("2027", Given.secret(1));

        assertThat(SignedLinks.at(Given.BASE).signedWith(sameIdOtherSecret).read(text, Given.NOW))
                .isEmpty();
        assertThat(SignedLinks.at(Given.BASE).signedWith(sameSecretOtherId).read(text, Given.NOW))
                .isEmpty();
    }

    @Test
    void keysMustBeLongNamedAndDistinct() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKeys.of("2026", new byte[31]))
                .withMessageContaining("31");
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKeys.of("a b", Given.secret(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Given.KEYS.accepting("2026", Given.secret(2)));
    }

    @Test
    void aSecretChangedByItsOwnerChangesNothing() {
        byte[] secret = Given.secret(1);
        SigningKeys keys = SigningKeys.of("2026", secret);
        Arrays.fill(secret, (byte) 0);

        assertThat(SignedLinks.at(Given.BASE).signedWith(keys).to(TOKEN)).isEqualTo(Given.LINKS.to(TOKEN));
    }

    @Test
    void textsHideSecrets() {
        SigningKeys keys = SigningKeys.of("2026", "a-very-secret-secret-of-32-bytes!".getBytes(StandardCharsets.UTF_8));

        assertThat(keys).hasToString("SigningKeys[signing with 2026, accepting 2026]");
        assertThat(SignedLinks.at(Given.BASE).signedWith(keys).toString()).doesNotContain("secret");
    }

    @Test
    void partsThatCannotBeIdsAreRefused() {
        for (String bad : new String[] {"", " ", "a\nb", "x".repeat(201)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new LinkToken("keep-me", "r", "s", bad, "newsletter", "en", Given.NOW));
        }
        for (String bad : new String[] {"", "a/b", "..", "Keep", "x".repeat(41)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new LinkToken(bad, "r", "s", "42", "newsletter", "en", Given.NOW));
        }
    }

    @Test
    void theLongestTokenStillWorks() {
        String wide = "\uD83D\uDC4B".repeat(100);
        LinkToken token = new LinkToken("keep-me", wide, wide, wide, "か".repeat(100), "en", LinkToken.NEVER);

        assertThat(Given.LINKS.read(Given.textOf(token), Given.NOW)).contains(token);
    }

    @Test
    void theAddressOfNobodyIsInALink() {
        String decoded = new String(Base64.getUrlDecoder().decode(Given.textOf(TOKEN)), StandardCharsets.ISO_8859_1);

        assertThat(decoded).doesNotContain("@");
    }

    /** S-33. */
    @Test
    void signaturesAreComparedInConstantTime() {
        JavaClasses imported = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.reengage.link");

        classes()
                .that()
                .haveSimpleName("TokenFormat")
                .should(call("java.security.MessageDigest.isEqual"))
                .check(imported);
        noClasses()
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .check(imported);
        noClasses()
                .should()
                .callMethod(Arrays.class, "compare", byte[].class, byte[].class)
                .check(imported);
        assertThat(MessageDigest.isEqual(Given.secret(1), Given.secret(1))).isTrue();
    }

    private static ArchCondition<JavaClass> call(String method) {
        return new ArchCondition<>("call " + method) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean found = type.getAccessesFromSelf().stream()
                        .map(JavaAccess::getTarget)
                        .anyMatch(target -> (target.getOwner().getName() + "." + target.getName()).equals(method));
                events.add(new SimpleConditionEvent(type, found, type.getName() + " calls " + method + ": " + found));
            }
        };
    }
}
