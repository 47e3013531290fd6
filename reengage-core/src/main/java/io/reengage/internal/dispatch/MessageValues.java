// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.channel.Links;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a template may name in one message: values, and before them links, which are written when they are named. */
final class MessageValues extends AbstractMap<String, Object> {
    private final Map<String, Object> values;
    private final Links links;

    MessageValues(Map<String, Object> values, Links links) {
        this.values = values;
        this.links = links;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        @Nullable String link = links.text(name);
        return link == null ? values.get(name) : link;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return links.containsKey(name) || values.containsKey(name);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        Map<String, Object> all = new HashMap<>(values);
        links.keySet().forEach(name -> all.put(name, links.text(name)));
        return all.entrySet();
    }
}
