// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.node;

import io.reengage.activity.ActivitySource;
import io.reengage.segment.VerdictCount;
import io.reengage.segment.sql.Question;
import io.reengage.segment.sql.SegmentStore;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.SubscriberStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The host's store, whose answers are looked at before anybody relies on them: one that breaks its contract fails, and says
 * how, instead of being misunderstood.
 */
public final class CheckedStore {

    private CheckedStore() {}

    /** The same store, checked; it still {@linkplain SegmentStore searches} if it did. */
    public static SubscriberStore of(SubscriberStore store) {
        return store instanceof SegmentStore searching ? new Searching(searching) : new Plain(store);
    }

    private static class Plain implements SubscriberStore {
        private final SubscriberStore store;

        private Plain(SubscriberStore store) {
            this.store = store;
        }

        @Override
        public Page<Subscriber> page(String cursor, int limit) {
            return further(store.page(cursor, limit), cursor);
        }

        @Override
        public Map<String, Subscriber> find(Set<String> ids) {
            Map<String, Subscriber> found = answered(store.find(ids), "find", "the people found, by id");
            boolean exact = found.size() <= ids.size();
            for (Map.Entry<String, Subscriber> each : found.entrySet()) {
                @Nullable Subscriber person = each.getValue();
                if (person != null && !person.id().equals(each.getKey())) {
                    throw new IllegalStateException(
                            "the subscriber store's find(ids) answered person " + person.id() + " under the id "
                                    + each.getKey() + ": each belongs under the id asked for, which is its own");
                }
                exact &= person != null;
            }
            return exact ? found : among(found, ids);
        }

        /** A host may answer null for those it does not know, and people nobody asked for. */
        private static Map<String, Subscriber> among(Map<String, Subscriber> found, Set<String> ids) {
            Map<String, Subscriber> known = new HashMap<>(found);
            known.values().removeIf(Objects::isNull);
            known.keySet().retainAll(ids);
            return known;
        }

        @Override
        public Set<String> apply(List<StatusChange> changes) {
            Set<String> failed = answered(
                    store.apply(changes), "apply", "the ids of the changes it could not write, none if it wrote all");
            Set<String> strange = new HashSet<>(failed);
            changes.forEach(change -> strange.remove(change.id()));
            if (!strange.isEmpty()) {
                throw new IllegalStateException("the subscriber store's apply(changes) answered " + strange.size()
                        + " ids that none of these changes has: ids of changes are asked for, not of people");
            }
            return failed;
        }
    }

    private static final class Searching extends Plain implements SegmentStore {
        private final SegmentStore store;

        private Searching(SegmentStore store) {
            super(store);
            this.store = store;
        }

        @Override
        public Page<Subscriber> page(Question question, Wanted wanted, String cursor, int limit) {
            return further(store.page(question, wanted, cursor, limit), cursor);
        }

        @Override
        public boolean searches(ActivitySource source) {
            return store.searches(source);
        }

        @Override
        public long size() {
            return store.size();
        }

        @Override
        public Optional<VerdictCount> count(Question question) {
            return store.count(question);
        }
    }

    private static Page<Subscriber> further(@Nullable Page<Subscriber> page, String cursor) {
        Page<Subscriber> answer = answered(page, "page", "a page, an empty one at the end of the list");
        if (cursor.equals(answer.next())) {
            throw new IllegalStateException("the subscriber store's page(cursor, limit) goes on with the cursor it was"
                    + " given, so that the list would never end: next is to be another one, null after the last page");
        }
        return answer;
    }

    private static <T> T answered(@Nullable T answer, String method, String wanted) {
        if (answer == null) {
            throw new IllegalStateException("the subscriber store's " + method + "(...) answered null, not " + wanted);
        }
        return answer;
    }
}
