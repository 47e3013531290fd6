// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.breaker;

import io.reengage.subscriber.Address;
import java.util.Locale;

/**
 * What one breaker stands in.
 *
 * @param channel the channel
 * @param domain the domain of the recipients; empty for the channel as a whole
 */
record Circuit(String channel, String domain) {

    static Circuit of(String channel) {
        return new Circuit(channel, "");
    }

    /** The circuit of an address; that of the whole channel if its kind has no domains. */
    static Circuit of(String channel, Address to) {
        String value = to.value();
        return to.kind().equals(Address.EMAIL)
                ? new Circuit(
                        channel, value.substring(value.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT))
                : of(channel);
    }

    boolean isWholeChannel() {
        return domain.isEmpty();
    }
}
