// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.util.List;
import java.util.Map;

/**
 * Fills templates with what is known about one person.
 *
 * <p>Called from several threads at once. The same arguments give the same answer. Bad luck is a returned {@link
 * Rendering}; an exception ends the piece of work that asked.
 */
public interface TemplateRenderer {

    /**
     * What keeps a channel from using a template, in words a template's author understands.
     *
     * @return empty if the template is usable
     */
    List<String> problems(String template, ChannelSpec channel);

    /** What the author of a template should know before it is sent, in words; it is usable all the same. */
    default List<String> warnings(String template, ChannelSpec channel) {
        return List.of();
    }

    /** Languages a template is written in, as BCP 47 tags: each is looked at before a launch. */
    default List<String> languages(String template, ChannelSpec channel) {
        return List.of("en");
    }

    /** Whether people may have a value of this name: a template that needs another one keeps its campaign from being launched. */
    default boolean knows(String value) {
        return true;
    }

    /**
     * Renders every field the channel needs, and those it also understands where the template has them.
     *
     * @param language BCP 47 tag of the wanted language; another one is taken where the template lacks it
     * @param values what templates may name: text, numbers, booleans, times, URIs, lists and maps of these. The person's
     *     own {@code zone}, as text, is where times are told; UTC if it is absent or unknown
     */
    Rendering render(String template, String language, ChannelSpec channel, Map<String, Object> values);
}
