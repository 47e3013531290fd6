// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import io.reengage.activity.Networks;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscriber;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far messages may tell what became of them. A step tracks nothing but visits of its landing pages unless its campaign
 * asks for more; here is said what is allowed at all.
 *
 * <p>A person's recorded word goes first: a no on the purpose {@value #PURPOSE} forbids all tracking of them, one on {@code
 * tracking/clicks} that of links. The picture that tells of openings goes only to those who said yes, on {@code
 * tracking/opens} or on {@value #PURPOSE}, as the law of many countries demands; a no said later holds for mails already sent.
 */
public final class Tracking {

    /** The purpose people consent to, or refuse, if the host asks them. */
    public static final String PURPOSE = "tracking";

    private static final String CLICKS = "clicks";
    private static final String OPENS = "opens";

    private final boolean allowed;
    private final boolean opensUnasked;
    private final Set<String> ownPages;
    private final Networks networks;

    private Tracking(boolean allowed, boolean opensUnasked, Set<String> ownPages, Networks networks) {
        this.allowed = allowed;
        this.opensUnasked = opensUnasked;
        this.ownPages = Set.copyOf(ownPages);
        this.networks = networks;
    }

    /** What a step asks for and a person does not refuse. */
    public static Tracking ofDefaults() {
        return new Tracking(true, false, Set.of(), Networks.none());
    }

    /**
     * None, whatever campaigns ask for: messages carry no personal link but those by which a person answers and leaves, no
     * picture, and visits of landing pages are not put on record.
     */
    public static Tracking none() {
        return new Tracking(false, false, Set.of(), Networks.none());
    }

    /**
     * The sites whose links are tracked, with all below them; left out, the domain of {@link SignedLinks}. Links to other
     * people's sites are never touched.
     *
     * @throws IllegalArgumentException if one is no host name such as {@code shop.example}
     */
    public Tracking ownPages(String... domains) {
        Set<String> own = new TreeSet<>();
        for (String domain : domains) {
            String host = domain.toLowerCase(Locale.ROOT);
            if (!LinkTarget.ascii("https://" + host + "/").equals(Optional.of("https://" + host + "/"))
                    || host.indexOf(':') >= 0) {
                throw new IllegalArgumentException("'" + domain + "' is no host name such as shop.example");
            }
            own.add(host);
        }
        return new Tracking(allowed, opensUnasked, own, networks);
    }

    /** Address ranges of machines; none are known unless said. */
    public Tracking networks(Networks known) {
        return new Tracking(allowed, opensUnasked, ownPages, known);
    }

    /**
     * Lets openings be told of people who were not asked; of those who said no, never.
     *
     * @param why the ground in law, for whoever reads the set-up
     */
    public Tracking opensWithoutConsent(String why) {
        if (why.isBlank()) {
            throw new IllegalArgumentException("say on which ground openings may be told without consent");
        }
        return new Tracking(allowed, true, ownPages, networks);
    }

    /** Whether anything may be tracked at all. */
    public boolean isAllowed() {
        return allowed;
    }

    /** Whether what becomes of this person's links to a page, such as {@link LinkToken#REDIRECT}, may be put on record. */
    public boolean mayTell(String page, Subscriber person) {
        boolean opens = page.equals(LinkToken.PIXEL);
        return allowed
                && person.consent(PURPOSE, opens ? OPENS : CLICKS)
                        .map(Consent::granted)
                        .orElse(!opens || opensUnasked);
    }

    /** Whether an address of {@link LinkTarget#ascii(String)} is one of the host's own pages. */
    public boolean isOwn(String ascii, SignedLinks links) {
        String host =
                Optional.ofNullable(URI.create(ascii).getHost()).orElse("").toLowerCase(Locale.ROOT);
        return (ownPages.isEmpty() ? List.of(links.domain()) : ownPages)
                .stream().anyMatch(own -> host.equals(own) || host.endsWith("." + own));
    }

    Networks networks() {
        return networks;
    }

    /** Says what is allowed. */
    @Override
    public String toString() {
        return allowed ? "Tracking[own pages " + new TreeSet<>(ownPages) + ", " + networks + "]" : "Tracking[none]";
    }
}
