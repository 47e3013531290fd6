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

    /**
     * Renders every field the channel needs, and those it also understands where the template has them.
     *
     * @param language BCP 47 tag of the wanted language; another one is taken where the template lacks it
     * @param values what templates may name: text, numbers, booleans, times, URIs, lists and maps of these
     */
    Rendering render(String template, String language, ChannelSpec channel, Map<String, Object> values);
}
