// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityNeed;
import io.reengage.activity.ActivitySummary;
import io.reengage.activity.ActivityType;
import io.reengage.examples.quickstart.DemoPeople.DemoPerson;
import io.reengage.subscriber.Page;
import io.reengage.subscriber.StatusChange;
import io.reengage.subscriber.StatusChange.Kind;
import io.reengage.subscriber.Subscriber;
import io.reengage.subscriber.Subscription;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoShopTest {
    private static final Instant NOW = DemoPeople.LAUNCH;
    private static final ActivityNeed NEED =
            new ActivityNeed(Set.of(ActivityType.RECEIVED, ActivityType.OPENED, ActivityType.PURCHASED), 64);

    @TempDir
    static Path dir;

    private static ShopDatabase database;
    private static DemoShop shop;

    @BeforeAll
    static void open() {
        database = ShopDatabase.open(dir, DemoPeople.SIZE);
        shop = new DemoShop(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void pagesThroughEverybodyOnce() {
        List<String> ids = new ArrayList<>();
        Page<Subscriber> page = shop.page("", 700);
        page.items().forEach(each -> ids.add(each.id()));
        while (page.next() != null) {
            page = shop.page(page.next(), 700);
            page.items().forEach(each -> ids.add(each.id()));
        }

        assertThat(ids).hasSize(DemoPeople.SIZE).doesNotHaveDuplicates();
    }

    @Test
    void keepsPeopleAndTheirPast() {
        DemoPerson person = DemoPeople.all().skip(41).findFirst().orElseThrow();
        String id = person.subscriber().id();

        assertThat(shop.find(Set.of(id, "nobody"))).containsOnlyKeys(id);
        assertThat(shop.find(Set.of(id)).get(id)).isEqualTo(person.subscriber());
        ActivitySummary summary = shop.summaries(Set.of(id), NEED, NOW).get(id);
        assertThat(summary).isEqualTo(ActivitySummary.of(person.past(), 64).only(NEED.types()::contains));
    }

    @Test
    void appliesAChangeOnceAndLetsThePersonsWordWin() {
        String id = onTheList(0);
        StatusChange retired = change("c1", id, Kind.RETIRED);

        assertThat(shop.apply(List.of(retired, retired))).isEmpty();
        assertThat(status(id)).isEqualTo(Subscription.Status.RETIRED);
        shop.apply(List.of(change("c2", id, Kind.RESTORED), retired));
        assertThat(status(id)).isEqualTo(Subscription.Status.SUBSCRIBED);
        shop.apply(List.of(
                change("c3", id, Kind.UNSUBSCRIBED), change("c4", id, Kind.RETIRED), change("c5", id, Kind.RESTORED)));
        assertThat(status(id)).isEqualTo(Subscription.Status.UNSUBSCRIBED);
        assertThat(person(id).consented(DemoPeople.NEWSLETTER)).isFalse();
    }

    @Test
    void recordsAPurchaseOnce() {
        String id = onTheList(1);
        Activity purchase = Activity.of(ActivityType.PURCHASED)
                .by(id)
                .value(new BigDecimal("12.50"))
                .at(NOW.plusSeconds(60));
        List<Activity> found = new ArrayList<>();

        shop.record(List.of(purchase));
        shop.record(List.of(purchase));

        shop.history(Set.of(id), NOW, NOW.plusSeconds(61), found::add);
        assertThat(found).containsExactly(purchase);
    }

    @Test
    void remembersNotes() {
        database.note("clock", "one");
        database.note("clock", "two");

        assertThat(database.note("clock")).contains("two");
        assertThat(database.note("nothing")).isEmpty();
    }

    private static String onTheList(int number) {
        return DemoPeople.all()
                .map(DemoPerson::subscriber)
                .filter(each -> each.subscribed(DemoPeople.NEWSLETTER))
                .skip(number)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static StatusChange change(String id, String subscriberId, Kind kind) {
        return new StatusChange(id, subscriberId, DemoPeople.NEWSLETTER, kind, NOW, null, "test");
    }

    private static Subscriber person(String id) {
        return Optional.ofNullable(shop.find(Set.of(id)).get(id)).orElseThrow();
    }

    private static Subscription.Status status(String id) {
        return Optional.ofNullable(person(id).subscriptions().get(DemoPeople.NEWSLETTER))
                .orElseThrow()
                .status();
    }
}
