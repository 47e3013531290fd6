// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import io.reengage.campaign.Tracked;
import io.reengage.link.LinkTarget;
import io.reengage.link.LinkToken;
import io.reengage.link.SignedLinks;
import io.reengage.link.Tracking;
import io.reengage.subscriber.Subscriber;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a written message tell what becomes of it: plain links to the host's own pages go by way of signed ones, a picture and
 * a link that nobody sees are added. Every other character stays as it was.
 */
final class TrackedLinks {
    private static final String HTML = "html";
    private static final String TEXT = "text";
    private static final String BODY_END = "</body";

    private final SignedLinks links;
    private final Tracking tracking;

    TrackedLinks(SignedLinks links, Tracking tracking) {
        this.links = links;
        this.tracking = tracking;
    }

    /**
     * What of a step's wishes holds for a person.
     *
     * @param wanted what the step tracks
     */
    Set<Tracked> allowed(Set<Tracked> wanted, Subscriber person) {
        return Stream.of(LinkToken.REDIRECT, LinkToken.PIXEL, LinkToken.HIDDEN)
                .filter(page -> wanted.contains(Tracked.by(page)) && tracking.mayTell(page, person))
                .map(Tracked::by)
                .collect(Collectors.toSet());
    }

    /**
     * The content of a message, telling.
     *
     * @param message what its links have in common: all but page and target
     */
    Map<String, String> in(Map<String, String> fields, Set<Tracked> what, LinkToken message) {
        Map<String, String> telling = new HashMap<>(fields);
        if (what.contains(Tracked.CLICKS)) {
            redirect(telling, message);
        }
        String added = (what.contains(Tracked.HIDDEN_LINK) ? hidden(message) : "")
                + (what.contains(Tracked.OPENS) ? picture(message) : "");
        telling.computeIfPresent(HTML, (name, html) -> withinBody(html, added));
        return telling;
    }

    private void redirect(Map<String, String> fields, LinkToken message) {
        List<Place> inHtml = tracked(HtmlLinks.find(fields.getOrDefault(HTML, "")));
        List<Place> inText = tracked(TextLinks.find(fields.getOrDefault(TEXT, "")));
        Set<String> targets = new LinkedHashSet<>();
        Stream.concat(inHtml.stream(), inText.stream()).map(Place::address).forEach(targets::add);
        Map<String, String> signed = new HashMap<>();
        targets.forEach(target -> signed.put(target, signed(message, target, targets.size())));
        replace(fields, HTML, inHtml, address -> References.encoded(signed.getOrDefault(address, address)));
        replace(fields, TEXT, inText, address -> signed.getOrDefault(address, address));
    }

    private static void replace(
            Map<String, String> fields, String field, List<Place> places, UnaryOperator<String> written) {
        fields.computeIfPresent(
                field, (name, text) -> Place.replaced(text, places, place -> written.apply(place.address())));
    }

    /** Those that lead to the host's own pages and not by way of us already, with their targets in ASCII. */
    private List<Place> tracked(List<Place> places) {
        return places.stream()
                .filter(place -> !links.isOurs(place.address()))
                .flatMap(place -> LinkTarget.ascii(place.address()).stream()
                        .filter(target -> tracking.isOwn(target, links))
                        .map(target -> new Place(place.start(), place.end(), target)))
                .toList();
    }

    private String signed(LinkToken message, String target, int targets) {
        return link(message, LinkToken.REDIRECT, new LinkTarget(target, Math.min(targets, 0xffff)));
    }

    private String link(LinkToken message, String page, @Nullable LinkTarget target) {
        return links.textOf(new LinkToken(
                page,
                message.run(),
                message.step(),
                message.subscriberId(),
                message.purpose(),
                message.language(),
                message.expiresAt(),
                target));
    }

    /** No text, no room, not for the keyboard and not for those who listen: whoever follows it does not read. */
    private String hidden(LinkToken message) {
        return "<a href=\"" + References.encoded(link(message, LinkToken.HIDDEN, null))
                + "\" rel=\"nofollow\" tabindex=\"-1\" aria-hidden=\"true\" style=\"display:none\"></a>";
    }

    private String picture(LinkToken message) {
        return "<img src=\"" + References.encoded(link(message, LinkToken.PIXEL, null))
                + "\" width=\"1\" height=\"1\" alt=\"\" style=\"border:0\">";
    }

    private static String withinBody(String html, String added) {
        int end = html.length() - BODY_END.length();
        while (end >= 0 && !html.regionMatches(true, end, BODY_END, 0, BODY_END.length())) {
            end--;
        }
        return end < 0 ? html + added : html.substring(0, end) + added + html.substring(end);
    }
}
