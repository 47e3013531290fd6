// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import com.google.common.base.Suppliers;
import java.net.URI;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Links by name, each written and signed when somebody asks for it first, and taken apart only for who wants a {@link URI}: not
 * every message needs all of them, and most are rendered from their text alone. Cannot be changed; safe for several threads.
 */
public final class Links extends AbstractMap<String, URI> {
    private final Map<String, Supplier<String>> texts;

    private Links(Map<String, Supplier<String>> texts) {
        this.texts = texts;
    }

    /**
     * Links by name.
     *
     * @param texts each asked at most once, and answering text that is known to be a well-formed address
     */
    public static Links of(Map<String, Supplier<String>> texts) {
        Map<String, Supplier<String>> once = new LinkedHashMap<>();
        texts.forEach((name, text) -> once.put(name, Suppliers.memoize(text::get)));
        return new Links(once);
    }

    /** The link as text; null if there is none of that name. */
    public @Nullable String text(@Nullable Object name) {
        Supplier<String> text = texts.get(name);
        return text == null ? null : text.get();
    }

    @Override
    public @Nullable URI get(@Nullable Object name) {
        @Nullable String text = text(name);
        return text == null ? null : URI.create(text);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return texts.containsKey(name);
    }

    @Override
    public Set<String> keySet() {
        return Collections.unmodifiableSet(texts.keySet());
    }

    @Override
    public Set<Entry<String, URI>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, URI>> iterator() {
                return texts.entrySet().stream()
                        .map(each -> Map.entry(
                                each.getKey(), URI.create(each.getValue().get())))
                        .iterator();
            }

            @Override
            public int size() {
                return texts.size();
            }
        };
    }
}
