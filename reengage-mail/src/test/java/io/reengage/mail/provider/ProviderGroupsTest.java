// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderGroupsTest {

    @ParameterizedTest
    @CsvSource({
        "docomo.ne.jp,docomo",
        "ezweb.ne.jp,au",
        "au.com,au",
        "i.softbank.jp,softbank",
        "t.vodafone.ne.jp,softbank",
        "ymobile.ne.jp,ymobile",
        "GMAIL.COM,gmail",
        "hotmail.co.jp,outlook",
        "yahoo.com,yahoo",
        "yahoo.co.jp,yahoo-japan",
        "icloud.com,icloud",
        "notgmail.com,notgmail.com",
        "shop.example,shop.example",
    })
    void aDomainBelongsToItsProviderOrToItself(String domain, String group) {
        assertThat(ProviderGroups.known().of(domain).name()).isEqualTo(group);
    }

    @Test
    void mobileCarriersAreSentSlowlyUnlessTheSenderKnowsBetter() {
        ProviderGroups known = ProviderGroups.known();
        for (String carrier : List.of("docomo", "au", "softbank", "ymobile")) {
            ProviderGroup group = known.named(carrier).orElseThrow();
            assertThat(group.perMinute()).isEqualTo(60);
            assertThat(group.connections()).isEqualTo(1);
        }
        ProviderGroup agreed = known.named("docomo").orElseThrow().limitedTo(1_000, 4);
        assertThat(known.with(agreed).of("docomo.ne.jp")).isEqualTo(agreed);
    }

    @Test
    void aDomainOfItsOwnIsToldByItsMailServers() {
        Map<String, List<String>> dns = Map.of(
                "shop.example", List.of("ASPMX.L.GOOGLE.COM."),
                "firm.example", List.of("firm-example.mail.protection.outlook.com"));
        ProviderGroups groups = ProviderGroups.known().byMailServers(domain -> dns.getOrDefault(domain, List.of()));

        assertThat(groups.of("shop.example").name()).isEqualTo("google-workspace");
        assertThat(groups.of("firm.example").name()).isEqualTo("microsoft-365");
        assertThat(groups.of("other.example").name()).isEqualTo("other.example");
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        ProviderGroup one = ProviderGroup.of("one", 0, 0, "a.example");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProviderGroups.of(List.of(one, ProviderGroup.of("two", 0, 0, "A.example"))))
                .withMessage("a.example belongs to provider groups one and two");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProviderGroups.of(List.of(one, one)))
                .withMessage("two provider groups are called one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProviderGroup("slow", -1, 0, Set.of(), Set.of()))
                .withMessageContaining("slow are negative");
    }
}
