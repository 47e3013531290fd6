// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import io.reengage.campaign.Action;
import io.reengage.campaign.Campaign;
import io.reengage.campaign.Step;
import io.reengage.channel.Channel;
import io.reengage.internal.node.Settings;
import io.reengage.link.LinkToken;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Checks that everything a campaign names is there, and lists all that is not. */
public final class Readiness {
    private static final Set<String> PAGES = Set.of(LinkToken.KEEP_ME, LinkToken.PREFERENCES);

    private final Settings settings;
    private final Trial trial;

    public Readiness(Settings settings, Trial trial) {
        this.settings = settings;
        this.trial = trial;
    }

    /** Tries a step's templates on its channel. */
    public interface Trial {

        /** What the channel finds lacking in messages of the step. */
        Set<String> problems(Campaign campaign, Step step, Action.Send send, Channel channel);
    }

    public List<String> problems(Campaign campaign) {
        List<String> problems = new ArrayList<>();
        if (settings.policy().isTransactional(campaign.purpose())) {
            problems.add("purpose " + campaign.purpose()
                    + " is transactional in the contact policy: a campaign needs one that people can refuse");
        }
        campaign.conditions().stream()
                .flatMap(each -> settings.catalog().missing(each).stream())
                .distinct()
                .forEach(each -> problems.add(
                        "there is no " + each + ": give it to the set-up, see segments(...) and" + " scorers(...)"));
        boolean earlierSend = false;
        for (Step step : campaign.steps()) {
            if (step.action() instanceof Action.Send send) {
                check(campaign, step, send, problems);
                earlierSend = true;
            } else if (step.action() instanceof Action.NominateForSunset sunset) {
                if (!earlierSend) {
                    problems.add(
                            "step " + step.id() + " would retire people nobody has written to: put a send before it");
                }
                if (!sunset.subscription().equals(campaign.purpose())) {
                    problems.add("step " + step.id() + " retires from list " + sunset.subscription()
                            + ", but the campaign writes to " + campaign.purpose());
                }
            }
        }
        if (settings.links() == null) {
            problems.add("no links(...) are set up: every message needs its unsubscribe link");
        }
        return problems;
    }

    /** What whoever launches the campaign should know; it can be launched all the same. */
    public List<String> warnings(Campaign campaign) {
        List<String> warnings = new ArrayList<>();
        for (Step step : campaign.steps()) {
            if (step.action() instanceof Action.Send send) {
                if (!settings.tracking().isAllowed() && !Action.Send.DEFAULT_TRACKED.containsAll(send.tracked())) {
                    warnings.add(
                            "step " + step.id() + ": it asks for tracking, which is switched off: nothing is measured");
                }
                Channel channel = settings.channels().get(send.channel());
                for (String template : channel == null ? List.<String>of() : send.templates()) {
                    settings.templates()
                            .warnings(template, Objects.requireNonNull(channel).spec())
                            .forEach(warning -> warnings.add("step " + step.id() + ": " + warning));
                }
            }
        }
        return warnings;
    }

    private void check(Campaign campaign, Step written, Action.Send send, List<String> problems) {
        String step = written.id();
        Map<String, Channel> channels = settings.channels();
        Channel channel = channels.get(send.channel());
        if (channel == null) {
            problems.add("step " + step + ": no channel named " + send.channel() + " is set up; there is "
                    + (channels.isEmpty() ? "none" : String.join(", ", channels.keySet())));
        } else {
            Set<String> found = new LinkedHashSet<>();
            for (String template : send.templates()) {
                found.addAll(settings.templates().problems(template, channel.spec()));
            }
            if (settings.links() != null) {
                found.addAll(trial.problems(campaign, written, send, channel));
            }
            found.forEach(problem -> problems.add("step " + step + ": " + problem));
        }
        String page = send.landingPage();
        if (page != null && !PAGES.contains(page)) {
            problems.add("step " + step + ": there is no landing page named " + page + "; there is "
                    + String.join(", ", PAGES.stream().sorted().toList()));
        }
    }
}
