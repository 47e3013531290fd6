// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.subscriber;

import static io.reengage.subscriber.StatusChange.Kind.RESTORED;
import static io.reengage.subscriber.StatusChange.Kind.RETIRED;
import static io.reengage.subscriber.StatusChange.Kind.UNSUBSCRIBED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriberTest {
    private static final Instant JOINED = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    private static Subscriber aPerson(String id) {
        return Subscriber.withId(id).subscribed("newsletter", JOINED, "form 3").build();
    }

    private static StatusChange change(String id, StatusChange.Kind kind) {
        return new StatusChange(id, "42", "newsletter", kind, NOW, null, "survey: too many");
    }

    private static Subscription place(SubscriberStore store) {
        Subscriber person = store.find(Set.of("42")).get("42");
        assertThat(person).isNotNull();
        return person.subscriptions()
                .getOrDefault("newsletter", new Subscription("none", Subscription.Status.RETIRED, NOW));
    }

    @Test
    void no_text_form_shows_an_address() {
        Subscriber person = Subscriber.withId("42").email("jane@example.com").build();

        assertThat(Address.email("jane@example.com")).hasToString("email:<hidden>");
        assertThat(person).hasToString("Subscriber[42]");
        assertThat(String.valueOf(person.addresses())).doesNotContain("jane");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.email("jane@example.com\r\nBcc: x"))
                .withMessageNotContaining("jane");
    }

    @Test
    void spellings_that_differ_in_case_are_one_address_and_others_are_not() {
        assertThat(Address.email("Jane.I@Example.COM").canonical()).isEqualTo("jane.i@example.com");
        assertThat(Address.email("j.ane+x@example.com").canonical()).isEqualTo("j.ane+x@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"a..b\"@docomo.ne.jp', a..b@docomo.ne.jp",
        "'\"Plain\"@example.com', plain@example.com",
        "I@日本語.jp, i@xn--wgv71a119e.jp",
        "i@XN--WGV71A119E.jp, i@xn--wgv71a119e.jp",
        "用户@例え.jp, 用户@xn--r8jz45g.jp",
        "i@ｅｘａｍｐｌｅ.jp, i@example.jp",
        // the same by one version of IDNA, and not by the other
        "i@straße.example, i@straße.example",
        // needs its quotes
        "'\"a b\"@example.com', '\"a b\"@example.com'",
        "'\"a@b\"@example.com', '\"a@b\"@example.com'",
        "'\"\"@example.com', '\"\"@example.com'",
        "nothing, nothing",
    })
    void spellings_of_one_mailbox_are_one_address(String spelling, String canonical) {
        assertThat(Address.email(spelling).canonical()).isEqualTo(canonical);
    }

    @Test
    void what_is_no_mail_address_has_its_case_folded_only() {
        assertThat(new Address("device", "\"X..Y\"@日本語.jp").canonical()).isEqualTo("\"x..y\"@日本語.jp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\tb", "a\u0000"})
    void an_id_is_plain_text(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subscriber.withId(id).build());
    }

    @Test
    void the_first_address_of_a_kind_is_the_preferred_one() {
        Subscriber person = Subscriber.withId("42")
                .email("a@example.com")
                .email("b@example.com")
                .build();

        assertThat(person.address("email")).contains(Address.email("a@example.com"));
        assertThat(person.address("phone")).isEmpty();
    }

    @Test
    void only_consent_and_place_together_allow_a_message() {
        assertThat(aPerson("42").mayReceive("newsletter")).isTrue();
        assertThat(aPerson("42").mayReceive("sms")).isFalse();
        assertThat(Subscriber.withId("42").build().consented("newsletter")).isFalse();
    }

    /** A12, C28: everybody is seen once, at any page size. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 101, 5000})
    void a_walk_over_all_pages_meets_everybody_once(int limit) {
        List<String> ids = IntStream.range(0, 100).mapToObj(i -> "p" + i).toList();
        SubscriberStore store = SubscriberStore.inMemory(
                ids.stream().map(SubscriberTest::aPerson).toList());
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Page<Subscriber> page = store.page(cursor, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            page.items().forEach(each -> seen.add(each.id()));
            cursor = page.next();
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void pages_that_lead_nowhere_are_refused() {
        SubscriberStore store = SubscriberStore.inMemory(List.of(aPerson("42")));

        assertThatIllegalArgumentException().isThrownBy(() -> store.page("", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Page.of(List.of(), ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubscriberStore.inMemory(List.of(aPerson("42"), aPerson("42"))));
    }

    @Test
    void people_the_store_does_not_know_are_left_out() {
        assertThat(SubscriberStore.inMemory(List.of(aPerson("42"))).find(Set.of("42", "43")))
                .containsOnlyKeys("42");
    }

    @Test
    void a_change_of_one_id_is_written_once() {
        SubscriberStore store = SubscriberStore.inMemory(List.of(aPerson("42")));

        assertThat(store.apply(List.of(change("1", RETIRED), change("2", RESTORED))))
                .isEmpty();
        assertThat(store.apply(List.of(change("1", RETIRED)))).isEmpty();

        assertThat(place(store).status()).isEqualTo(Subscription.Status.SUBSCRIBED);
    }

    /** D38: nothing but the person's own word brings an unsubscriber back. */
    @Test
    void an_unsubscriber_is_neither_restored_nor_retired() {
        SubscriberStore store = SubscriberStore.inMemory(List.of(aPerson("42")));
        store.apply(List.of(change("1", UNSUBSCRIBED)));

        store.apply(List.of(
                change("2", RESTORED),
                change("3", RETIRED),
                change("4", RESTORED),
                new StatusChange("5", "42", "newsletter", RESTORED, NOW.plusSeconds(9), null, "")));

        assertThat(place(store)).isEqualTo(new Subscription("newsletter", Subscription.Status.UNSUBSCRIBED, NOW));
        assertThat(store.find(Set.of("42")).values()).noneMatch(person -> person.consented("newsletter"));
    }

    @Test
    void who_is_retired_keeps_the_consent_given() {
        SubscriberStore store = SubscriberStore.inMemory(List.of(aPerson("42")));
        store.apply(List.of(change("1", RETIRED)));

        assertThat(place(store).status()).isEqualTo(Subscription.Status.RETIRED);
        assertThat(store.find(Set.of("42")).values())
                .allMatch(person -> person.consented("newsletter") && !person.mayReceive("newsletter"));
    }

    @Test
    void a_withdrawal_counts_even_where_no_list_entry_is_known() {
        Subscriber person = Subscriber.withId("42")
                .consent(new Consent("newsletter", true, JOINED, ""))
                .build();
        SubscriberStore store = SubscriberStore.inMemory(List.of(person));
        store.apply(List.of(change("1", UNSUBSCRIBED)));

        assertThat(store.find(Set.of("42")).values()).noneMatch(each -> each.consented("newsletter"));
    }

    @Test
    void a_pause_has_an_end_and_nothing_else_has() {
        assertThatIllegalArgumentException().isThrownBy(() -> change("1", StatusChange.Kind.PAUSED));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StatusChange("1", "42", "newsletter", RETIRED, NOW, NOW, ""));
    }

    /** One such id would keep its whole list from ever being read. */
    @Test
    void an_id_cut_within_a_character_is_refused_where_it_is_made() {
        String whole = "\uD83D\uDE00";
        assertThat(Subscriber.withId(whole).build().id()).isEqualTo(whole);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subscriber.withId(whole.substring(0, 1)).build())
                .withMessageContaining("subscriber id holds half a surrogate pair");
    }
}
