// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Address ranges whose visitors are, or may be, machines, as the host knows them: cloud providers and mail scanners publish
 * theirs. Of blocks that lie within each other the narrowest counts.
 *
 * <pre>{@code
 * Networks.none()
 *         .with(Networks.Kind.DATA_CENTRE, Files.readAllLines(cloudRanges))
 *         .with(Networks.Kind.IMAGE_PROXY, List.of("17.0.0.0/8", "2a02:26f7::/32"));
 * }</pre>
 */
public final class Networks {

    /** What visits from a network are worth. */
    public enum Kind {
        /** A mail scanner's own: nobody reads there. */
        SCANNER,
        /** Fetches pictures ahead for readers, or hides where they are: its openings say nothing, its clicks are people's. */
        IMAGE_PROXY,
        /** Rented computers: a click from there right after delivery is a scanner's; a later one may come through a VPN. */
        DATA_CENTRE
    }

    private static final Networks NONE = new Networks(Map.of());

    /** By bytes in an address, then by bits in the prefix: the kind by first address. */
    private final Map<Integer, NavigableMap<Integer, Map<ByteBuffer, Kind>>> blocks;

    private Networks(Map<Integer, NavigableMap<Integer, Map<ByteBuffer, Kind>>> blocks) {
        this.blocks = blocks;
    }

    /** No range is known. */
    public static Networks none() {
        return NONE;
    }

    /**
     * These networks and more. A block said twice is of the kind said last.
     *
     * @param cidr blocks such as {@code 203.0.113.0/24} or {@code 2001:db8::/32}, or single addresses
     * @throws IllegalArgumentException naming the first that is no block
     */
    public Networks with(Kind kind, Collection<String> cidr) {
        Objects.requireNonNull(kind, "kind");
        Map<Integer, NavigableMap<Integer, Map<ByteBuffer, Kind>>> more = new HashMap<>();
        blocks.forEach((bytes, byBits) ->
                byBits.forEach((bits, prefixes) -> of(more, bytes, bits).putAll(prefixes)));
        cidr.forEach(block -> put(more, kind, block.strip()));
        return new Networks(more);
    }

    /** The kind of network an address lies in, if it is known. */
    public Optional<Kind> of(InetAddress address) {
        byte[] bytes = address.getAddress();
        @Nullable NavigableMap<Integer, Map<ByteBuffer, Kind>> byBits = blocks.get(bytes.length);
        if (byBits == null) {
            return Optional.empty();
        }
        return byBits.descendingMap().entrySet().stream()
                .flatMap(each -> Optional.ofNullable(each.getValue().get(prefix(bytes, each.getKey()))).stream())
                .findFirst();
    }

    private static void put(Map<Integer, NavigableMap<Integer, Map<ByteBuffer, Kind>>> into, Kind kind, String block) {
        int slash = block.indexOf('/');
        String address = slash < 0 ? block : block.substring(0, slash);
        if (!InetAddresses.isInetAddress(address)) {
            throw wrong(kind, block);
        }
        byte[] bytes = InetAddresses.forString(address).getAddress();
        int bits = slash < 0 ? bytes.length * 8 : bits(kind, block, block.substring(slash + 1), bytes.length * 8);
        of(into, bytes.length, bits).put(prefix(bytes, bits), kind);
    }

    private static int bits(Kind kind, String block, String text, int most) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > most) {
            throw wrong(kind, block);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException wrong(Kind kind, String block) {
        return new IllegalArgumentException(
                "network '" + block + "' of " + kind + " is not a block such as 203.0.113.0/24 or 2001:db8::/32");
    }

    private static Map<ByteBuffer, Kind> of(
            Map<Integer, NavigableMap<Integer, Map<ByteBuffer, Kind>>> blocks, int bytes, int bits) {
        return blocks.computeIfAbsent(bytes, any -> new TreeMap<>()).computeIfAbsent(bits, any -> new HashMap<>());
    }

    private static ByteBuffer prefix(byte[] address, int bits) {
        byte[] first = Arrays.copyOf(address, address.length);
        for (int i = 0; i < first.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - 8 * i));
            first[i] &= (byte) (0xff << (8 - kept));
        }
        return ByteBuffer.wrap(first);
    }

    /** Says how many blocks there are. */
    @Override
    public String toString() {
        long count = blocks.values().stream()
                .flatMap(each -> each.values().stream())
                .mapToLong(Map::size)
                .sum();
        return "Networks[" + count + " blocks]";
    }
}
