// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.feedback;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.MachineVisits;
import io.reengage.activity.Networks;
import io.reengage.activity.Visit;
import io.reengage.activity.Visitor;
import io.reengage.internal.node.Keys;
import io.reengage.link.LinkToken;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Visits as activities and back: what tells machines from people is kept with each, and the verdict beside it. */
final class VisitNotes {
    private static final String WHAT = "visit";
    private static final String LINKS = "links";
    private static final String METHOD = "method";
    private static final String AGENT = "agent";
    private static final String AHEAD = "ahead";
    private static final String NETWORK = "network";
    private static final String AFTER = "after";

    private VisitNotes() {}

    /** A visit judged by itself. Within a minute the same link is visited once by the same sort of visitor. */
    static Activity activity(LinkToken token, Visit visit) {
        MachineVisits.Verdict verdict = MachineVisits.judge(visit);
        Activity.Builder activity = Activity.of(type(visit, verdict))
                .by(token.subscriberId())
                .id("visit/"
                        + Keys.of(
                                token.run(),
                                token.step(),
                                token.subscriberId(),
                                visit.what(),
                                visit.link(),
                                visit.at().truncatedTo(ChronoUnit.MINUTES),
                                verdict.reason()))
                .property(Activity.ABOUT, token.purpose())
                .property(Activity.JUDGED, verdict.reason())
                .answering(new Activity.Delivery(token.run(), token.step()));
        properties(visit).forEach(activity::property);
        return activity.at(visit.at());
    }

    /** The visit an activity tells of, if it does. */
    static Optional<Visit> visit(Activity activity) {
        Map<String, String> told = activity.properties();
        @Nullable String what = told.get(WHAT);
        if (what == null) {
            return Optional.empty();
        }
        @Nullable String network = told.get(NETWORK);
        @Nullable String after = told.get(AFTER);
        return Optional.of(new Visit(
                Visit.What.valueOf(what),
                told.getOrDefault(Activity.LINK, ""),
                Integer.parseInt(told.getOrDefault(LINKS, "0")),
                activity.at(),
                new Visitor(
                        told.getOrDefault(METHOD, "GET"),
                        told.getOrDefault(AGENT, ""),
                        told.containsKey(AHEAD),
                        network == null ? null : Networks.Kind.valueOf(network)),
                after == null ? null : Duration.parse(after)));
    }

    static boolean isVisit(Activity activity) {
        return activity.properties().containsKey(WHAT);
    }

    /** The same activity under another verdict. */
    static Activity judged(Activity activity, Visit visit, MachineVisits.Verdict verdict) {
        Map<String, String> properties = new HashMap<>(activity.properties());
        properties.put(Activity.JUDGED, verdict.reason());
        return new Activity(
                activity.id(),
                activity.subscriberId(),
                type(visit, verdict),
                activity.at(),
                activity.delivery(),
                properties);
    }

    private static ActivityType type(Visit visit, MachineVisits.Verdict verdict) {
        ActivityType type = visit.what() == Visit.What.OPEN ? ActivityType.OPENED : ActivityType.CLICKED;
        return verdict.machine() ? type.machine() : type;
    }

    private static Map<String, String> properties(Visit visit) {
        Map<String, String> properties = new HashMap<>();
        properties.put(WHAT, visit.what().name());
        properties.put(Activity.LINK, visit.link());
        properties.put(METHOD, visit.visitor().method());
        properties.put(AGENT, visit.visitor().agent());
        if (visit.links() > 0) {
            properties.put(LINKS, Integer.toString(visit.links()));
        }
        if (visit.visitor().ahead()) {
            properties.put(AHEAD, "yes");
        }
        Networks.@Nullable Kind network = visit.visitor().network();
        if (network != null) {
            properties.put(NETWORK, network.name());
        }
        @Nullable Duration after = visit.sinceDelivery();
        if (after != null) {
            properties.put(AFTER, after.toString());
        }
        return properties;
    }
}
