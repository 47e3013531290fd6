// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.activity.ActivityType.RECEIVED;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The rule as somebody would write it for this one purpose, over the same objects. */
final class ByHand extends Matcher {
    private final List<Person> population;
    private final Predicate<Person> rule;

    private ByHand(String name, List<Person> population, int passes, Predicate<Person> rule) {
        super(name, population.size(), passes);
        this.population = population;
        this.rule = rule;
    }

    static ByHand loop(List<Person> population, int passes) {
        return new ByHand("hand-written loop", population, passes, ByHand::loop);
    }

    static ByHand newestFirst(List<Person> population, int passes) {
        return new ByHand("hand-written loop, newest first, early end", population, passes, ByHand::newestFirst);
    }

    static ByHand streams(List<Person> population, int passes) {
        return new ByHand("Streams", population, passes, ByHand::streams);
    }

    @Override
    void pass(BitSet into) {
        for (Person each : population) {
            if (rule.test(each)) {
                into.set(each.number());
            }
        }
    }

    /** One pass over the activities in their order. */
    static boolean loop(Person person) {
        if (!eligible(person)) {
            return false;
        }
        int mails = 0;
        boolean bought = false;
        for (Activity each : person.activities()) {
            ActivityType type = each.type();
            if (type.equals(RECEIVED)) {
                if (!each.at().isBefore(Rule.WEEK_AGO)) {
                    return false;
                }
                mails += each.at().isBefore(Rule.YEAR_AGO) ? 0 : 1;
            } else if (type.equals(OPENED) || type.equals(CLICKED)) {
                if (!each.at().isBefore(Rule.YEAR_AGO)) {
                    return false;
                }
            } else if (type.equals(PURCHASED)) {
                bought = true;
            }
        }
        return bought && mails >= Rule.MAILS;
    }

    /** As {@link #loop}, for whoever thinks of starting where the answer is found soonest. */
    private static boolean newestFirst(Person person) {
        if (!eligible(person)) {
            return false;
        }
        int mails = 0;
        List<Activity> activities = person.activities();
        int i = activities.size() - 1;
        boolean bought = false;
        for (; i >= 0 && !activities.get(i).at().isBefore(Rule.YEAR_AGO); i--) {
            Activity each = activities.get(i);
            ActivityType type = each.type();
            if (type.equals(RECEIVED)) {
                if (!each.at().isBefore(Rule.WEEK_AGO)) {
                    return false;
                }
                mails++;
            } else if (type.equals(OPENED) || type.equals(CLICKED)) {
                return false;
            } else if (type.equals(PURCHASED)) {
                bought = true;
            }
        }
        if (mails < Rule.MAILS) {
            return false;
        }
        for (; i >= 0 && !bought; i--) {
            bought = activities.get(i).type().equals(PURCHASED);
        }
        return bought;
    }

    private static boolean streams(Person person) {
        return eligible(person)
                && of(person, RECEIVED).noneMatch(each -> !each.at().isBefore(Rule.WEEK_AGO))
                && person.activities().stream()
                        .filter(each ->
                                each.type().equals(OPENED) || each.type().equals(CLICKED))
                        .noneMatch(each -> !each.at().isBefore(Rule.YEAR_AGO))
                && of(person, PURCHASED).findAny().isPresent()
                && of(person, RECEIVED)
                                .filter(each -> !each.at().isBefore(Rule.YEAR_AGO))
                                .count()
                        >= Rule.MAILS;
    }

    private static Stream<Activity> of(Person person, ActivityType type) {
        return person.activities().stream().filter(each -> each.type().equals(type));
    }

    private static boolean eligible(Person person) {
        return person.onList() && person.consented() && Rule.COUNTRIES.contains(person.country());
    }
}
