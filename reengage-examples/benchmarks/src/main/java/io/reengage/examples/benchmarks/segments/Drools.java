// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.runtime.KieSession;

/** Drools with its executable model, a session per group of people. */
final class Drools extends Matcher {
    private static final String HEAD = "package segments;\n"
            + "import " + Facts.class.getCanonicalName() + ".PersonFact;\n"
            + "import " + Facts.class.getCanonicalName() + ".EventFact;\n"
            + "import " + Member.class.getCanonicalName() + ";\n"
            + "global java.util.BitSet found;\n";
    private static final String EVENTS =
            HEAD + String.format("""
            rule lapsed when
              PersonFact(onList, consented, country in ("JP", "US"), $n : number)
              not EventFact(person == $n, type == "received", at >= %1$dL)
              not EventFact(person == $n, type in ("opened", "clicked"), at >= %2$dL)
              exists EventFact(person == $n, type == "purchased")
              accumulate(EventFact(person == $n, type == "received", at >= %2$dL); $mails : count(); $mails >= %3$d)
            then
              found.set($n);
            end
            """, Rule.WEEK_AGO.toEpochMilli(), Rule.YEAR_AGO.toEpochMilli(), Rule.MAILS);
    private static final String BEAN = HEAD + String.format("""
            rule lapsed when
              Member(onList, consented, country in ("JP", "US"), !mailedThisWeek, !engagedThisYear, customer,
                mailsThisYear >= %d, $n : number)
            then
              found.set($n);
            end
            """, Rule.MAILS);

    private final KieBase rules;
    private final List<List<Object>> sessions;

    private Drools(String name, int people, int passes, String rule, List<List<Object>> sessions) {
        super(name, people, passes);
        this.rules = compiled(rule);
        this.sessions = sessions;
    }

    /** Every activity a fact, as the manual teaches. */
    static Drools events(List<Person> people, int perSession) {
        return new Drools(
                "Drools, event facts, " + perSession + " people a session",
                people.size(),
                1,
                EVENTS,
                grouped(people.size(), perSession)
                        .map(group -> group.mapToObj(people::get)
                                .flatMap(Drools::facts)
                                .toList())
                        .toList());
    }

    /** The bean as the only fact, so that Drools only evaluates an expression. */
    static Drools bean(List<Member> members, int perSession) {
        return new Drools(
                "Drools, a bean with host functions",
                members.size(),
                1,
                BEAN,
                grouped(members.size(), perSession)
                        .map(group -> group.<Object>mapToObj(members::get).toList())
                        .toList());
    }

    private static Stream<IntStream> grouped(int people, int size) {
        return IntStream.rangeClosed(0, (people - 1) / size)
                .mapToObj(group -> IntStream.range(group * size, Math.min(people, (group + 1) * size)));
    }

    private static Stream<Object> facts(Person person) {
        return Stream.concat(
                Stream.of(new Facts.PersonFact(person.number(), person.onList(), person.consented(), person.country())),
                person.activities().stream()
                        .map(each -> new Facts.EventFact(
                                person.number(), each.type().name(), each.at().toEpochMilli())));
    }

    /** Drools writes Java by the letter case of the default locale, and so fails to compile it in a Turkish one. */
    private static KieBase compiled(String rule) {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        try {
            return built(rule);
        } finally {
            Locale.setDefault(usual);
        }
    }

    private static KieBase built(String rule) {
        KieServices services = KieServices.get();
        KieFileSystem files = services.newKieFileSystem();
        files.write("src/main/resources/segments/rule.drl", rule);
        KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
        if (builder.getResults().hasMessages(Message.Level.ERROR)) {
            throw new IllegalStateException("Drools refused the rule: " + builder.getResults());
        }
        return services.newKieContainer(builder.getKieModule().getReleaseId()).getKieBase();
    }

    @Override
    void pass(BitSet into) {
        for (List<Object> facts : sessions) {
            KieSession session = rules.newKieSession();
            try {
                session.setGlobal("found", into);
                facts.forEach(session::insert);
                session.fireAllRules();
            } finally {
                session.dispose();
            }
        }
    }
}
