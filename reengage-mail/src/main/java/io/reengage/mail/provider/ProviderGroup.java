// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.provider;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A mailbox provider with all its domains: what one of its servers says about too much mail holds for all of them.
 *
 * @param name such as {@code gmail}
 * @param perMinute most messages a minute; 0 for no limit but what the provider itself demands
 * @param connections most messages under way at a time; 0 for as many as the channel has connections
 * @param domains of recipients, each with all its subdomains
 * @param servers domains under which the names of its MX hosts lie
 */
public record ProviderGroup(String name, int perMinute, int connections, Set<String> domains, Set<String> servers) {

    public ProviderGroup {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a provider group needs a name");
        }
        if (perMinute < 0 || connections < 0) {
            throw new IllegalArgumentException(
                    "limits of provider group " + name + " are negative: " + perMinute + ", " + connections);
        }
        domains = lowerCase(domains);
        servers = lowerCase(servers);
    }

    /** A provider known by the domains of its customers. */
    public static ProviderGroup of(String name, int perMinute, int connections, String... domains) {
        return new ProviderGroup(name, perMinute, connections, Set.of(domains), Set.of());
    }

    /** The same with other limits. */
    public ProviderGroup limitedTo(int perMinute, int connections) {
        return new ProviderGroup(name, perMinute, connections, domains, servers);
    }

    private static Set<String> lowerCase(Set<String> names) {
        return names.stream().map(each -> each.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
