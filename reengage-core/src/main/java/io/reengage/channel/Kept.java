// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers what was made of something; when it holds too much, it begins anew. For what is asked for several times in every
 * message: a cache that notes each use takes longer to ask than the rest of what is asked for takes to write.
 */
final class Kept<K, V> {
    private final int most;
    private final Function<K, V> make;
    private final Map<K, V> kept = new ConcurrentHashMap<>();

    /**
     * One that is empty.
     *
     * @param most entries it holds, more or less
     */
    Kept(int most, Function<K, V> make) {
        this.most = most;
        this.make = make;
    }

    V get(K key) {
        V known = kept.get(key);
        return known == null ? made(key) : known;
    }

    private V made(K key) {
        V made = make.apply(key);
        if (kept.size() >= most) {
            kept.clear();
        }
        kept.put(key, made);
        return made;
    }
}
