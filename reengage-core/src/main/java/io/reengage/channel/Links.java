// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.net.URI;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Links by name, each taken apart only when somebody asks for it: most messages are rendered from the text of their links
 * alone. Cannot be changed; safe for several threads.
 */
public final class Links extends AbstractMap<String, URI> {
    private final Map<String, String> texts;

    private Links(Map<String, String> texts) {
        this.texts = texts;
    }

    /** Links by name, given as text that is known to be well formed. */
    public static Links of(Map<String, String> texts) {
        return new Links(new LinkedHashMap<>(texts));
    }

    @Override
    public @Nullable URI get(@Nullable Object name) {
        String text = texts.get(name);
        return text == null ? null : URI.create(text);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return texts.containsKey(name);
    }

    @Override
    public Set<Entry<String, URI>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, URI>> iterator() {
                return texts.entrySet().stream()
                        .map(each -> Map.entry(each.getKey(), URI.create(each.getValue())))
                        .iterator();
            }

            @Override
            public int size() {
                return texts.size();
            }
        };
    }
}
