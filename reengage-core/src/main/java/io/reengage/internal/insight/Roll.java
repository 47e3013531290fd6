// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.insight;

import io.reengage.activity.ActivityNeed;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Enroller;
import io.reengage.internal.run.People;
import io.reengage.segment.Condition;
import io.reengage.segment.Profile;
import io.reengage.segment.sql.Question;
import io.reengage.segment.sql.SegmentStore;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.Subscriber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads the host's list page by page, in constant memory: all of it, or what the host's own search leaves of it. */
final class Roll {
    private final Settings settings;
    private final People people;

    Roll(Settings settings, People people) {
        this.settings = settings;
        this.people = people;
    }

    /**
     * Reads everybody who is not surely out.
     *
     * @param page takes each page; a person may come twice if the list changes meanwhile
     * @return how many the list holds beside those read
     */
    long read(Condition condition, ActivityNeed need, Instant now, Consumer<List<Profile>> page) {
        if (settings.subscribers() instanceof SegmentStore store) {
            Question question = people.question(store, condition, need, now);
            long size = store.size();
            return size
                    - each(
                            cursor -> store.page(question, SegmentStore.Wanted.NOT_OUT, cursor, Enroller.PAGE),
                            need,
                            now,
                            page);
        }
        each(cursor -> settings.subscribers().page(cursor, Enroller.PAGE), need, now, page);
        return 0;
    }

    /** The first page of everybody. */
    List<Profile> start(ActivityNeed need, Instant now) {
        return profiles(settings.subscribers().page("", Enroller.PAGE), need, now);
    }

    private long each(
            Function<String, Page<Subscriber>> pages, ActivityNeed need, Instant now, Consumer<List<Profile>> sink) {
        long read = 0;
        String cursor = "";
        while (true) {
            Page<Subscriber> page = pages.apply(cursor);
            List<Profile> profiles = profiles(page, need, now);
            read += profiles.size();
            sink.accept(profiles);
            String next = page.next();
            if (next == null) {
                return read;
            }
            cursor = next;
        }
    }

    private List<Profile> profiles(Page<Subscriber> page, ActivityNeed need, Instant now) {
        Map<String, Profile> profiles = people.profiles(page.items(), need, now);
        return page.items().stream()
                .map(each -> Objects.requireNonNull(profiles.get(each.id())))
                .toList();
    }
}
