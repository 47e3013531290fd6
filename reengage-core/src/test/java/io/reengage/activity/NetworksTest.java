// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reengage.activity.Networks.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    private static final Networks KNOWN = Networks.none()
            .with(Kind.DATA_CENTRE, List.of("203.0.113.0/24", "2001:db8::/32", " 10.1.0.0/15 "))
            .with(Kind.SCANNER, List.of("203.0.113.128/25", "198.51.100.7", "2001:db8:0:1::/64"))
            .with(Kind.IMAGE_PROXY, List.of("203.0.113.200/32", "192.0.2.33/27"));

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0,DATA_CENTRE",
        "203.0.113.127,DATA_CENTRE",
        "203.0.113.128,SCANNER",
        "203.0.113.200,IMAGE_PROXY",
        "203.0.114.0,",
        "202.255.255.255,",
        "10.0.255.255,DATA_CENTRE",
        "10.1.255.255,DATA_CENTRE",
        "10.2.0.0,",
        "198.51.100.7,SCANNER",
        "198.51.100.8,",
        "192.0.2.32,IMAGE_PROXY",
        "192.0.2.64,",
        "2001:db8::1,DATA_CENTRE",
        "2001:db8:0:1::ffff,SCANNER",
        "2001:db9::,",
        "::ffff:203.0.113.5,DATA_CENTRE",
        "::1,"
    })
    void theNarrowestBlockCounts(String address, Kind kind) throws UnknownHostException {
        assertThat(KNOWN.of(InetAddress.getByName(address)).orElse(null)).isEqualTo(kind);
        assertThat(Networks.none().of(InetAddress.getByName(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.example",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0/8",
                "2001:db8::/129",
                "10.0.0.0/",
                "/8",
                "::/x"
            })
    void whatIsNoBlockIsRefused(String block) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.none().with(Kind.SCANNER, List.of("10.0.0.0/8", block)))
                .withMessageContaining("'" + block + "' of SCANNER")
                .withMessageContaining("203.0.113.0/24");
    }

    @Test
    void everythingMayBeOneBlock() throws UnknownHostException {
        Networks all = Networks.none().with(Kind.DATA_CENTRE, List.of("0.0.0.0/0", "::/0"));
        assertThat(all.of(InetAddress.getByName("255.255.255.255"))).contains(Kind.DATA_CENTRE);
        assertThat(all.of(InetAddress.getByName("ffff::"))).contains(Kind.DATA_CENTRE);
        assertThat(all).hasToString("Networks[2 blocks]");
    }
}
