// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whoever touches the trail is found out, and the place is named. */
class AuditTrailProperties {

    @Provide
    Arbitrary<List<AuditEntry>> trails() {
        Arbitrary<String> texts = Arbitraries.of(
                "", "Aiko", "sunset.retire", "a \"quoted\" line\nand another", "日本 😀", "plan x/1/sunset-1");
        return Combinators.combine(
                        texts, texts, texts, texts, Arbitraries.longs().between(0, 4_102_444_800_000L))
                .as(List::<Object>of)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(AuditTrailProperties::chain);
    }

    private static List<AuditEntry> chain(List<List<Object>> contents) {
        List<AuditEntry> entries = new ArrayList<>();
        String previous = "";
        for (List<Object> each : contents) {
            AuditEntry entry = AuditEntry.following(
                    previous,
                    AuditTrail.id(entries.size() + 1),
                    Instant.ofEpochMilli((Long) each.get(4)),
                    (String) each.get(0),
                    (String) each.get(1),
                    (String) each.get(2),
                    (String) each.get(3));
            entries.add(entry);
            previous = entry.hash();
        }
        return entries;
    }

    private static List<String> lines(List<AuditEntry> trail) {
        StringBuilder out = new StringBuilder();
        trail.forEach(entry -> AuditTrail.write(entry, out));
        return new ArrayList<>(out.toString().lines().toList());
    }

    private static AuditTrail.Anchor anchor(List<AuditEntry> trail) {
        return new AuditTrail.Anchor(trail.size(), trail.get(trail.size() - 1).hash());
    }

    private static AuditTrail.Verdict verify(List<String> lines, AuditTrail.Anchor anchor) {
        return AuditTrail.verify(new StringReader(String.join("\n", lines)), anchor);
    }

    private static void broken(AuditTrail.Verdict verdict, int position) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        AuditTrail.Broken.class,
                        broken -> assertThat(broken.position()).isEqualTo(position));
    }

    @Property(tries = 200)
    void an_untouched_trail_is_intact_and_may_have_grown_since_the_anchor(
            @ForAll("trails") List<AuditEntry> trail, @ForAll @IntRange(min = 1, max = 12) int anchored) {
        List<AuditEntry> then = trail.subList(0, Math.min(anchored, trail.size()));

        assertThat(verify(lines(trail), anchor(then))).isEqualTo(new AuditTrail.Intact(anchor(trail)));
    }

    @Property(tries = 300)
    void any_changed_character_is_found_at_its_line(
            @ForAll("trails") List<AuditEntry> trail,
            @ForAll @IntRange(max = 11) int at,
            @ForAll @IntRange(max = 5000) int character,
            @ForAll char replacement) {
        List<String> lines = lines(trail);
        int line = at % lines.size();
        String text = lines.get(line);
        int where = character % text.length();
        String changed = text.substring(0, where) + replacement + text.substring(where + 1);
        net.jqwik.api.Assume.that(!changed.equals(text) && replacement != '\n' && replacement != '\r');
        lines.set(line, changed);

        broken(verify(lines, anchor(trail)), line + 1);
    }

    @Property(tries = 200)
    void a_line_changed_together_with_its_hash_is_found_at_the_next_or_by_the_anchor(
            @ForAll("trails") List<AuditEntry> trail, @ForAll @IntRange(max = 11) int at) {
        int line = at % trail.size();
        AuditEntry old = trail.get(line);
        List<AuditEntry> forged = new ArrayList<>(trail);
        forged.set(
                line,
                AuditEntry.following(
                        old.previous(), old.id(), old.at(), old.actor() + "!", old.act(), old.subject(), old.detail()));
        int noticed = line + 1 < trail.size() ? line + 2 : line + 1;

        broken(verify(lines(forged), anchor(trail)), noticed);
    }

    @Property(tries = 200)
    void a_chain_made_anew_is_found_by_the_anchor(@ForAll("trails") List<AuditEntry> trail) {
        List<List<Object>> contents = new ArrayList<>();
        trail.forEach(each -> contents.add(List.of(
                each.actor(),
                each.act(),
                each.subject(),
                each.detail() + "!",
                each.at().toEpochMilli())));

        assertThat(AuditTrail.verify(new StringReader(String.join("\n", lines(chain(contents))))))
                .isInstanceOf(AuditTrail.Intact.class);
        broken(verify(lines(chain(contents)), anchor(trail)), trail.size());
    }

    @Property(tries = 200)
    void a_line_taken_out_is_found_where_it_was(
            @ForAll("trails") List<AuditEntry> trail, @ForAll @IntRange(max = 11) int at) {
        List<String> lines = lines(trail);
        int line = at % lines.size();
        lines.remove(line);

        broken(verify(lines, anchor(trail)), line + 1);
    }

    @Property(tries = 200)
    void two_lines_that_changed_places_are_found_at_the_first(
            @ForAll("trails") List<AuditEntry> trail,
            @ForAll @IntRange(max = 11) int one,
            @ForAll @IntRange(max = 11) int other) {
        List<String> lines = lines(trail);
        int first = Math.min(one % lines.size(), other % lines.size());
        int second = Math.max(one % lines.size(), other % lines.size());
        net.jqwik.api.Assume.that(first != second);
        Collections.swap(lines, first, second);

        broken(verify(lines, anchor(trail)), first + 1);
    }

    @Property(tries = 200)
    void a_missing_end_is_found_with_the_anchor_and_only_then(
            @ForAll("trails") List<AuditEntry> trail, @ForAll @IntRange(max = 11) int kept) {
        List<String> lines = lines(trail).subList(0, kept % trail.size());

        broken(verify(lines, anchor(trail)), lines.size() + 1);
        assertThat(verify(lines, new AuditTrail.Anchor(0, ""))).isInstanceOf(AuditTrail.Intact.class);
    }

    @Example
    void what_is_no_trail_is_broken_at_its_first_line() {
        broken(verify(List.of("hello"), new AuditTrail.Anchor(0, "")), 1);
        broken(verify(List.of("{\"id\":1}"), new AuditTrail.Anchor(0, "")), 1);
    }
}
