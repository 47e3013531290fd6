// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import java.time.Instant;
import java.util.List;

/** What a host hands to an expression engine: a bean with functions over the person's activities. */
public final class Member {
    private final Person person;

    Member(Person person) {
        this.person = person;
    }

    static List<Member> of(List<Person> people) {
        return people.stream().map(Member::new).toList();
    }

    public int getNumber() {
        return person.number();
    }

    public boolean isOnList() {
        return person.onList();
    }

    public boolean isConsented() {
        return person.consented();
    }

    public String getCountry() {
        return person.country();
    }

    public boolean isMailedThisWeek() {
        return did(ActivityType.RECEIVED, Rule.WEEK_AGO);
    }

    public boolean isEngagedThisYear() {
        return did(ActivityType.OPENED, Rule.YEAR_AGO) || did(ActivityType.CLICKED, Rule.YEAR_AGO);
    }

    public boolean isCustomer() {
        return did(ActivityType.PURCHASED, Instant.EPOCH);
    }

    public int getMailsThisYear() {
        int mails = 0;
        for (Activity each : person.activities()) {
            if (each.type().equals(ActivityType.RECEIVED) && !each.at().isBefore(Rule.YEAR_AGO)) {
                mails++;
            }
        }
        return mails;
    }

    private boolean did(ActivityType type, Instant since) {
        for (Activity each : person.activities()) {
            if (each.type().equals(type) && !each.at().isBefore(since)) {
                return true;
            }
        }
        return false;
    }
}
