// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;

class FormBodyProperties {

    @Property(tries = 500)
    void noBodyThrows(@ForAll byte[] body, @ForAll String type) {
        assertThat(FormBody.parse(type, body)).isNotNull();
        assertThat(FormBody.parse("application/x-www-form-urlencoded", body)).isNotNull();
        assertThat(FormBody.parse("multipart/form-data; boundary=x", body)).isNotNull();
    }

    @Property(tries = 300)
    void noPartThrows(@ForAll String junk) {
        String body = "--x\r\nContent-Disposition: form-data; name=\"" + junk + "\"\r\n\r\n" + junk + "\r\n--x" + junk;

        assertThat(FormBody.parse("multipart/form-data; boundary=x", body.getBytes(StandardCharsets.UTF_8)))
                .isNotNull();
    }

    @Property(tries = 300)
    void whatABrowserEncodesIsRead(@ForAll @NotEmpty @StringLength(max = 20) String name, @ForAll String value) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
        String expectedName = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String expectedValue = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        assertThat(FormBody.parse("application/x-www-form-urlencoded", encoded.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Map.of(expectedName, expectedValue));
    }
}
