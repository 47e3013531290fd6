// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which provider a recipient's domain belongs to. A domain that belongs to none is a group of its own, without limits.
 *
 * <p>{@link #known()} holds the large providers, and each Japanese mobile carrier with a slow limit of its own, since these
 * refuse, and silently drop, what comes fast from a sender they do not know. No carrier publishes figures; a sender with an
 * agreement {@linkplain #with sets its own}.
 */
public final class ProviderGroups {
    private static final String TABLE = "groups.csv";
    private static final int COLUMNS = 5;

    private final Map<String, ProviderGroup> byName;
    private final Map<String, ProviderGroup> byDomain = new HashMap<>();
    private final Map<String, ProviderGroup> byServer = new HashMap<>();
    private final Function<String, List<String>> mailServers;

    private ProviderGroups(Map<String, ProviderGroup> byName, Function<String, List<String>> mailServers) {
        this.byName = byName;
        this.mailServers = mailServers;
        for (ProviderGroup group : byName.values()) {
            group.domains().forEach(domain -> claim(byDomain, domain, group));
            group.servers().forEach(server -> claim(byServer, server, group));
        }
    }

    private static void claim(Map<String, ProviderGroup> owners, String name, ProviderGroup group) {
        ProviderGroup other = owners.put(name, group);
        if (other != null) {
            throw new IllegalArgumentException(
                    name + " belongs to provider groups " + other.name() + " and " + group.name());
        }
    }

    /** The providers this library knows; nothing is looked up. */
    public static ProviderGroups known() {
        return of(table());
    }

    /**
     * These and no others.
     *
     * @throws IllegalArgumentException if a domain belongs to two, or two share a name
     */
    public static ProviderGroups of(Collection<ProviderGroup> groups) {
        Map<String, ProviderGroup> byName = new LinkedHashMap<>();
        for (ProviderGroup group : groups) {
            if (byName.put(group.name(), group) != null) {
                throw new IllegalArgumentException("two provider groups are called " + group.name());
            }
        }
        return new ProviderGroups(byName, domain -> List.of());
    }

    /** The same with one more, or in place of the one of that name. */
    public ProviderGroups with(ProviderGroup group) {
        Map<String, ProviderGroup> more = new LinkedHashMap<>(byName);
        more.put(group.name(), group);
        return new ProviderGroups(more, mailServers);
    }

    /**
     * The same, and domains that no group names are told by their MX hosts.
     *
     * @param mailServers the MX host names of a domain, empty if there are none or nobody knows; asked once a domain for as
     *     long as the channel remembers it, by the thread that sends
     */
    public ProviderGroups byMailServers(Function<String, List<String>> mailServers) {
        return new ProviderGroups(byName, Objects.requireNonNull(mailServers, "mailServers"));
    }

    /** All groups. */
    public List<ProviderGroup> all() {
        return List.copyOf(byName.values());
    }

    /** The group of that name. */
    public Optional<ProviderGroup> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The group of a recipient's domain. */
    public ProviderGroup of(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        return find(byDomain, name)
                .or(() -> mailServers.apply(name).stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .map(host -> host.endsWith(".") ? host.substring(0, host.length() - 1) : host)
                        .flatMap(host -> find(byServer, host).stream())
                        .findFirst())
                .orElseGet(() -> new ProviderGroup(name.isEmpty() ? "none" : name, 0, 0, Set.of(), Set.of()));
    }

    /** By the name itself, or the nearest domain it lies in. */
    private static Optional<ProviderGroup> find(Map<String, ProviderGroup> groups, String name) {
        String rest = name;
        while (!rest.isEmpty()) {
            ProviderGroup group = groups.get(rest);
            if (group != null) {
                return Optional.of(group);
            }
            int dot = rest.indexOf('.');
            rest = dot < 0 ? "" : rest.substring(dot + 1);
        }
        return Optional.empty();
    }

    private static List<ProviderGroup> table() {
        try (InputStream in = Objects.requireNonNull(ProviderGroups.class.getResourceAsStream(TABLE), TABLE)) {
            List<ProviderGroup> groups = new ArrayList<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> groups.add(group(line)));
            return groups;
        } catch (IOException e) {
            throw new UncheckedIOException(TABLE + " cannot be read", e);
        }
    }

    private static ProviderGroup group(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException(TABLE + ": not " + COLUMNS + " columns: " + line);
        }
        return new ProviderGroup(
                cells[0], Integer.parseInt(cells[1]), Integer.parseInt(cells[2]), words(cells[3]), words(cells[4]));
    }

    private static Set<String> words(String cell) {
        return cell.isEmpty() ? Set.of() : Set.of(cell.split(" ", -1));
    }
}
