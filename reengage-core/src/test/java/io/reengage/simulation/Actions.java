// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import io.reengage.Reengage;
import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.campaign.Campaign;
import io.reengage.channel.Message;
import io.reengage.ledger.Run;
import io.reengage.ledger.SunsetMember;
import io.reengage.ledger.SunsetPlan;
import io.reengage.ledger.rows.LedgerConflictException;
import io.reengage.ledger.store.Schema;
import io.reengage.link.LandingRequest;
import io.reengage.link.LandingResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Does what commands say, and tells the model what was acknowledged. */
final class Actions {
    private static final Duration LONG = Duration.ofHours(10);
    private static final List<ActivityType> TYPES = List.of(
            ActivityType.PURCHASED,
            ActivityType.CLICKED,
            ActivityType.CLICKED,
            ActivityType.UNSUBSCRIBED,
            ActivityType.COMPLAINED,
            ActivityType.HARD_BOUNCED,
            ActivityType.confirmedOn("keep-me"),
            ActivityType.VISITED,
            ActivityType.PAUSED,
            ActivityType.ASKED_FEWER,
            ActivityType.CLICKED.machine());

    /**
     * Known: an answer is told from others by run, step and person alone, so the same answer in a later episode has no effect.
     * To be switched off when that is mended.
     */
    private static final boolean SAME_ANSWER_AGAIN_IS_DROPPED = false;

    private final Set<String> answered = new HashSet<>();
    private final Simulation simulation;
    private final Model model;
    private final Oracle oracle;
    private final List<Campaign> campaigns;

    Actions(Simulation simulation, Model model, Oracle oracle) {
        this.simulation = simulation;
        this.model = model;
        this.oracle = oracle;
        this.campaigns = simulation.setup().definitions();
    }

    boolean needsNoNode(Command command) {
        return switch (command.kind()) {
            case ADVANCE, KILL, WITHDRAW, REMOVE, SIGN -> true;
            default -> false;
        };
    }

    void alone(Command command, NodeProcess process) {
        String person = simulation.setup().people().get(command.person()).id();
        switch (command.kind()) {
            case ADVANCE -> simulation.advance(Duration.ofMinutes(command.minutes()));
            case KILL -> simulation.kill(process);
            case WITHDRAW -> {
                simulation.host().withdraw(person, simulation.now(), simulation.next());
                model.leftHost(person, simulation.sequence());
            }
            case REMOVE -> {
                simulation.host().remove(person, simulation.next());
                model.removed(person);
                model.leftHost(person, simulation.sequence());
            }
            default -> {
                simulation.host().visit(person, simulation.now());
                model.seenByHost(person, simulation.now());
            }
        }
    }

    void act(Command command, NodeProcess process) {
        Reengage node = process.reengage();
        switch (command.kind()) {
            case RUN -> simulation.note(node.runDue(LONG).hashCode());
            case RENEW -> process.renew();
            case RECORD -> record(command, node);
            case LAND -> land(command, node);
            case CLOSE -> {
                try {
                    node.close();
                } finally {
                    process.kill();
                }
            }
            case PREVIEW -> preview(command, node);
            case PLAN, APPROVE, APPLY, UNDO -> sunset(command, node);
            default -> govern(command, node);
        }
    }

    private void preview(Command command, Reengage node) {
        int before = simulation.current().writes;
        node.campaigns().preview(campaign(command));
        if (simulation.current().writes != before) {
            throw new Violation("I15", "a preview wrote");
        }
        simulation.looked("I15");
    }

    private Campaign campaign(Command command) {
        return campaigns.get(command.choice() % campaigns.size());
    }

    // ---- what people do

    private void record(Command command, Reengage node) {
        String person = simulation.setup().people().get(command.person()).id();
        List<Activity> told = new ArrayList<>();
        if (command.choice() < TYPES.size()) {
            told.add(activity(command, person));
            told.add(told.get(0));
        }
        if (command.choice() % 3 == 0) {
            // everything once more, the newest first
            List<Activity> again = new ArrayList<>(model.told().values().stream()
                    .filter(each -> each.subscriberId().equals(person))
                    .filter(each -> !each.id().startsWith("landing/"))
                    .toList());
            Collections.reverse(again);
            told.addAll(again);
        }
        told.forEach(model::tells);
        boolean known = !model.isRemoved(person);
        node.feedback().record(told);
        if (known && !model.isRemoved(person)) {
            told.forEach(each -> model.acknowledge(each, simulation.next(), simulation.now()));
        }
    }

    private Activity activity(Command command, String person) {
        Instant at = simulation.now().minus(Duration.ofMinutes(command.minutes() % 61));
        ActivityType type = TYPES.get(command.choice());
        Activity.Builder activity = Activity.of(type).by(person).id("event-" + command.id());
        if (type.equals(ActivityType.UNSUBSCRIBED)) {
            activity = activity.property(Activity.ABOUT, Setup.LIST);
        } else if (type.equals(ActivityType.PAUSED)) {
            activity = activity.property(
                    Activity.UNTIL, at.plus(Duration.ofDays(2)).toString());
        }
        return activity.at(at);
    }

    private void land(Command command, Reengage node) {
        String person = simulation.setup().people().get(command.person()).id();
        Optional<HandOver> last = model.handOvers().stream()
                .filter(each -> each.person().equals(person) && each.mayHaveArrived())
                .reduce((older, newer) -> newer);
        if (last.isEmpty()) {
            return;
        }
        HandOver message = last.get();
        switch (command.choice() % 3) {
            case 0 -> {
                model.tells(Activity.of(ActivityType.CLICKED)
                        .by(message.person())
                        .id("landing/" + command.id())
                        .at(simulation.now()));
                long suppressions = oracle.all(Schema.SUPPRESSION).size();
                visit(node, "GET", message.message, Message.UNSUBSCRIBE, Map.of());
                simulation.looked("GET");
                if (oracle.all(Schema.SUPPRESSION).size() != suppressions && simulation.isUndisturbed()) {
                    throw new Violation("GET", "a page that was only shown made a suppression");
                }
            }
            case 1 -> answer(node, message, Message.UNSUBSCRIBE, "unsubscribe", ActivityType.UNSUBSCRIBED);
            default -> answer(node, message, "callToAction", "keep", ActivityType.confirmedOn("keep-me"));
        }
    }

    private void answer(Reengage node, HandOver message, String link, String word, ActivityType type) {
        Activity answer = Activity.of(type)
                .by(message.person())
                .id("landing/" + message.message.key() + "/" + type)
                .at(simulation.now());
        boolean first = answered.add(message.run + " " + message.step + " " + message.person() + " " + type);
        model.tells(answer);
        LandingResponse response = visit(node, "POST", message.message, link, Map.of("answer", word));
        boolean counts = first || !SAME_ANSWER_AGAIN_IS_DROPPED;
        if (counts && response.status() == 200 && !model.isRemoved(message.person())) {
            model.acknowledge(answer, simulation.next(), simulation.now());
        }
    }

    private static LandingResponse visit(
            Reengage node, String method, Message message, String link, Map<String, String> form) {
        URI target = message.link(link).orElseThrow(() -> new Violation("links", message + " lacks " + link));
        Map<String, List<String>> browser =
                Map.of("User-Agent", List.of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"));
        return node.landing().respond(LandingRequest.withForm(method, target.getPath(), browser, form));
    }

    // ---- what the host decides

    private void govern(Command command, Reengage node) {
        Campaign campaign = campaign(command);
        switch (command.kind()) {
            case LAUNCH -> launch(campaign, node);
            case STOP -> {
                int resumed = model.resumedEverything();
                node.stopAll("a simulation");
                model.haltEverything(simulation.next(), resumed);
            }
            case GO -> {
                model.beginsToResumeEverything();
                try {
                    node.resumeAll("somebody");
                } finally {
                    model.endsToResumeEverything();
                }
            }
            case PAUSE -> {
                Optional<String> run = latest(campaign);
                int resumed = run.map(model::resumed).orElse(0);
                node.campaigns().pause(campaign.name(), "a simulation");
                run.ifPresent(id -> model.halt(id, simulation.next(), resumed));
            }
            case CANCEL -> {
                Optional<String> run = latest(campaign);
                int resumed = run.map(model::resumed).orElse(0);
                node.campaigns().cancel(campaign.name(), "a simulation");
                run.ifPresent(id -> model.halt(id, simulation.next(), resumed));
            }
            default -> resume(campaign, node);
        }
    }

    private void launch(Campaign campaign, Reengage node) {
        for (int number = 1; number < 9; number++) {
            model.mayRun(campaign.name() + "/" + number);
        }
        Run run = node.campaigns().launch(campaign);
        model.launched(run.id());
    }

    private void resume(Campaign campaign, Reengage node) {
        Optional<String> run = latest(campaign);
        run.ifPresent(model::beginsToResume);
        try {
            node.campaigns().resume(campaign.name());
        } finally {
            run.ifPresent(model::endsToResume);
        }
    }

    /** The newest run, if the campaign has one; the ledger is the only one who knows what a lost answer left behind. */
    private Optional<String> latest(Campaign campaign) {
        return oracle.all(Schema.RUN).stream()
                .filter(each -> each.campaign().equals(campaign.name()))
                .map(Run::id)
                .reduce((older, newer) -> newer);
    }

    private void sunset(Command command, Reengage node) {
        if (command.kind() == Command.Kind.PLAN) {
            try {
                node.sunsets().plan(Setup.campaignName(0));
            } catch (LedgerConflictException e) {
                // known: of two who plan at the same moment, one is told so by the ledger's own exception
                simulation.note(e.table().hashCode());
            }
            return;
        }
        Optional<String> plan =
                oracle.all(Schema.SUNSET_PLAN).stream().map(SunsetPlan::id).reduce((older, newer) -> newer);
        if (plan.isEmpty()) {
            return;
        }
        switch (command.kind()) {
            case APPROVE -> node.sunsets().approveInInstalments(plan.get(), "somebody", "a simulation");
            case APPLY -> {
                node.sunsets().apply(plan.get());
                oracle.all(Schema.SUNSET_MEMBER).stream()
                        .filter(each -> each.state() == SunsetMember.State.RETIRED)
                        .forEach(
                                each -> model.retired(each.subscriberId(), oracle.enrolledAt(each), simulation.next()));
            }
            default -> {
                model.undoes();
                try {
                    node.sunsets().undo(plan.get(), "somebody", "a simulation");
                } finally {
                    // and whom somebody else retired meanwhile
                    model.undoes();
                }
                model.undone(plan.get());
            }
        }
    }
}
