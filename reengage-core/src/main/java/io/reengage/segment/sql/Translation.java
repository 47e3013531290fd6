// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import io.reengage.segment.ActivityCount;
import io.reengage.segment.AllOf;
import io.reengage.segment.AnyOf;
import io.reengage.segment.AttributeTest;
import io.reengage.segment.Condition;
import io.reengage.segment.Consented;
import io.reengage.segment.InSegment;
import io.reengage.segment.Inactive;
import io.reengage.segment.Listed;
import io.reengage.segment.Not;
import io.reengage.segment.OnList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Folds a condition to SQL. What a leaf cannot say exactly it says too widely, so that nobody is lost. */
final class Translation {
    /** A count asks from two sides, and the least that a database takes are about 32 thousand values in a statement. */
    private static final int MOST_VALUES = 10_000;

    private final Question question;
    private final AttributeSql attributes;
    private final StandingSql standing;
    private final ActivitySql activities;
    private final List<PushDown.Part> parts = new ArrayList<>();
    private int values;

    private Translation(HostTables tables, Question question) {
        this.question = question;
        this.attributes = new AttributeSql(tables);
        this.standing = new StandingSql(tables);
        this.activities = new ActivitySql(tables, question);
    }

    static PushDown of(HostTables tables, Question question) {
        Translation translation = new Translation(tables, question);
        Bounds bounds = translation.fold(question.condition());
        return new PushDown(question, bounds, translation.parts);
    }

    private Bounds fold(Condition condition) {
        if (condition instanceof AllOf all) {
            return Bounds.allOf(all.parts().stream().map(this::fold).toList());
        }
        if (condition instanceof AnyOf any) {
            return Bounds.anyOf(any.parts().stream().map(this::fold).toList());
        }
        if (condition instanceof InSegment in && in.condition() != null) {
            return fold(in.condition());
        }
        return condition instanceof Not not ? fold(not.part()).turned() : leaf(condition);
    }

    private Bounds leaf(Condition condition) {
        if (condition instanceof AttributeTest test) {
            Optional<String> obstacle = attributes.obstacle(test);
            return obstacle.isPresent()
                    ? noted(condition, PushDown.Push.NOT, obstacle.get(), Bounds.OPEN)
                    : noted(condition, attributes.translate(test));
        }
        if (condition instanceof OnList on) {
            return noted(condition, Bounds.allOf(List.of(standing.consented(on.list()), standing.onList(on.list()))));
        }
        if (condition instanceof Consented consented && consented.channel() == null) {
            return consented(consented);
        }
        if (condition instanceof Listed listed) {
            return listed(listed);
        }
        if (condition instanceof ActivityCount || condition instanceof Inactive) {
            return question.evidence() == Question.Evidence.ELSEWHERE
                    ? noted(condition, PushDown.Push.NOT, "activity is on record elsewhere", Bounds.OPEN)
                    : noted(condition, activity(condition));
        }
        return noted(condition, PushDown.Push.NOT, "SQL has no words for it", Bounds.OPEN);
    }

    /** Age and evidence are looked at in memory, of those who agreed at all. */
    private Bounds consented(Consented rule) {
        Bounds agreed = standing.consented(rule.purpose());
        return rule.withinLast() == null && rule.evidence() == null
                ? noted(rule, agreed)
                : noted(rule, PushDown.Push.WIDER, "age and evidence are looked at one by one", agreed.widened());
    }

    private Bounds listed(Listed rule) {
        Bounds stands = standing.listed(rule.list(), rule.status());
        return rule.span() == null
                ? noted(rule, stands)
                : noted(rule, PushDown.Push.WIDER, "how long is looked at one by one", stands.widened());
    }

    private Bounds activity(Condition condition) {
        return condition instanceof Inactive rule
                ? activities.inactive(rule)
                : activities.count((ActivityCount) condition);
    }

    private Bounds noted(Condition condition, Bounds bounds) {
        values += bounds.in().params().size();
        if (values > MOST_VALUES) {
            return noted(condition, PushDown.Push.NOT, "so many values are looked at in memory", Bounds.OPEN);
        }
        if (bounds.exact()) {
            return noted(condition, PushDown.Push.EXACT, "", bounds);
        }
        return question.evidence() != Question.Evidence.HERE
                ? noted(condition, PushDown.Push.WIDER, "activity may be on record elsewhere too", bounds)
                : noted(condition, PushDown.Push.WIDER, "its window begins by each person's own calendar", bounds);
    }

    private Bounds noted(Condition condition, PushDown.Push push, String why, Bounds bounds) {
        parts.add(new PushDown.Part(condition.describe(), push, why));
        return bounds;
    }
}
