// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.activity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All that conditions on recency and count need to know of one person: per type how often in all, when first, and the newest
 * times. Exact for any window as long as those times reach back to its start, and it knows whether they do; mergeable,
 * indifferent to the order in which activities arrive.
 *
 * <p>Times are whole seconds as {@link ActivityTimes} says, from 1970 to 2106; what lies outside counts as at that end.
 *
 * <p>Immutable, one array per person: some 110 bytes for six types with the newest 8 times of each. {@link #bytes()} is the
 * same for a column of a database.
 */
public final class ActivitySummary implements ActivityTimes {

    /** Nothing on record. */
    public static final ActivitySummary EMPTY = new ActivitySummary(TypeSet.EMPTY, new byte[0]);

    /** How many newest times per type are kept unless a condition needs more. */
    public static final int DEFAULT_DEPTH = 8;

    /** How many can be kept at the most. */
    public static final int MOST_DEPTH = Packed.MOST_KEPT;

    private static final byte FORMAT = 1;

    private final TypeSet types;
    /** A {@link Packed} run per type, in their order. */
    private final byte[] runs;

    private ActivitySummary(TypeSet types, byte[] runs) {
        this.types = types;
        this.runs = runs;
    }

    /** Sums up these activities of one person, keeping {@code depth} newest times per type. */
    public static ActivitySummary of(Iterable<Activity> activities, int depth) {
        Builder builder = EMPTY.toBuilder(depth);
        activities.forEach(each -> builder.add(each.type(), each.at()));
        return builder.build();
    }

    /** The summary made of these timelines. */
    public static ActivitySummary of(Map<ActivityType, Timeline> timelines) {
        TreeMap<ActivityType, Timeline> sorted = new TreeMap<>(timelines);
        sorted.values().removeIf(timeline -> timeline.total() == 0);
        byte[] runs =
                new byte[sorted.values().stream().mapToInt(Timeline::length).sum()];
        int at = 0;
        for (Timeline each : sorted.values()) {
            at += each.copyTo(runs, at);
        }
        return new ActivitySummary(TypeSet.of(sorted.keySet()), runs);
    }

    /**
     * This summary and one more activity.
     *
     * @param depth how many newest times of the type to keep, at least 1; more than {@link #MOST_DEPTH} are not
     */
    public ActivitySummary plus(ActivityType type, Instant at, int depth) {
        int keep = kept(depth);
        int found = types.find(type);
        if (found >= 0) {
            return new ActivitySummary(types, Packed.plus(runs, run(found), Packed.seconds(at), keep));
        }
        int place = -1 - found;
        int run = run(place);
        byte[] one = Packed.plus(Packed.NONE, 0, Packed.seconds(at), keep);
        byte[] more = Arrays.copyOf(runs, runs.length + one.length);
        System.arraycopy(runs, run, more, run + one.length, runs.length - run);
        System.arraycopy(one, 0, more, run, one.length);
        return new ActivitySummary(types.plus(place, type), more);
    }

    private static int kept(int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth " + depth + " is below 1");
        }
        return Math.min(depth, MOST_DEPTH);
    }

    /**
     * Starts with this summary, to add many activities at less cost than {@link #plus} one by one.
     *
     * @param depth as for {@link #plus}
     */
    public Builder toBuilder(int depth) {
        return new Builder(this, kept(depth));
    }

    /** Two records of the same person joined, see {@link Timeline#union(Timeline)}. */
    public ActivitySummary union(ActivitySummary other) {
        if (other.runs.length == 0) {
            return this;
        }
        if (runs.length == 0) {
            return other;
        }
        Map<ActivityType, Timeline> union = new TreeMap<>(timelines());
        other.timelines().forEach((type, timeline) -> union.merge(type, timeline, Timeline::union));
        return of(union);
    }

    @Override
    public int count(List<ActivityType> of, long from, long to, int enough) {
        int count = 0;
        for (int i = 0; i < of.size() && count < enough; i++) {
            int place = types.indexOf(of.get(i));
            count += place < 0 ? 0 : Packed.count(runs, run(place), from, to, enough - count);
        }
        return count;
    }

    @Override
    public boolean reaches(List<ActivityType> of, long from) {
        for (int i = 0; i < of.size(); i++) {
            int place = types.indexOf(of.get(i));
            if (place >= 0 && !Packed.reaches(runs, run(place), from)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public ActivitySummary summary() {
        return this;
    }

    @Override
    public Timeline timeline(ActivityType type) {
        int place = types.indexOf(type);
        return place < 0 ? Timeline.EMPTY : new Timeline(runs, run(place));
    }

    /** By type; types that never happened are absent. */
    public Map<ActivityType, Timeline> timelines() {
        Map<ActivityType, Timeline> timelines = new TreeMap<>();
        int run = 0;
        for (int i = 0; i < types.size(); i++) {
            timelines.put(types.get(i), new Timeline(runs, run));
            run = Packed.next(runs, run);
        }
        return Collections.unmodifiableMap(timelines);
    }

    @Override
    public Optional<Instant> last(Collection<ActivityType> of, Instant asOf) {
        long last = -1;
        for (ActivityType type : of) {
            int place = types.indexOf(type);
            last = place < 0 ? last : Math.max(last, Packed.last(runs, run(place), asOf.getEpochSecond()));
        }
        return last < 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(last));
    }

    /** Only what happened at types the filter accepts. */
    public ActivitySummary only(Predicate<ActivityType> filter) {
        Map<ActivityType, Timeline> some = new TreeMap<>(timelines());
        some.keySet().removeIf(filter.negate());
        return of(some);
    }

    private int run(int place) {
        return run(runs, place);
    }

    private static int run(byte[] runs, int place) {
        int run = 0;
        for (int i = 0; i < place; i++) {
            run = Packed.next(runs, run);
        }
        return run;
    }

    /** The form for a column of a database or a file, which {@link #ofBytes} reads; empty if nothing is on record. */
    public byte[] bytes() {
        if (types.size() == 0) {
            return new byte[0];
        }
        int length = 3 + runs.length;
        for (int i = 0; i < types.size(); i++) {
            length += 1 + types.get(i).name().length();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).put(FORMAT).putShort((short) types.size());
        for (int i = 0; i < types.size(); i++) {
            byte[] name = types.get(i).name().getBytes(StandardCharsets.US_ASCII);
            bytes.put((byte) name.length).put(name);
        }
        return bytes.put(runs).array();
    }

    /**
     * Reads what {@link #bytes()} wrote.
     *
     * @throws IllegalArgumentException if it is anything else; the message says where, and nothing of what is in it
     */
    public static ActivitySummary ofBytes(byte[] bytes) {
        if (bytes.length == 0) {
            return EMPTY;
        }
        if (bytes.length < 3 || bytes[0] != FORMAT) {
            throw new IllegalArgumentException("a stored summary of " + bytes.length + " bytes is of no known format");
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        ActivityType[] types = new ActivityType[rest.getShort() & 0xFFFF];
        for (int i = 0; i < types.length; i++) {
            int length = rest.hasRemaining() ? rest.get() : -1;
            if (length < 1 || length > rest.remaining()) {
                throw new IllegalArgumentException("a stored summary is cut off at byte " + rest.position());
            }
            byte[] name = new byte[length];
            rest.get(name);
            types[i] = ActivityType.of(new String(name, StandardCharsets.US_ASCII));
            if (i > 0 && types[i].compareTo(types[i - 1]) <= 0) {
                throw new IllegalArgumentException(
                        "a stored summary has types out of order at byte " + rest.position());
            }
        }
        byte[] runs = Arrays.copyOfRange(bytes, rest.position(), bytes.length);
        int run = 0;
        for (int i = 0; i < types.length; i++) {
            run = Packed.checked(runs, run);
        }
        if (run != runs.length) {
            throw new IllegalArgumentException("a stored summary has " + (runs.length - run) + " bytes too many");
        }
        return new ActivitySummary(TypeSet.of(Arrays.asList(types)), runs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ActivitySummary that && types.equals(that.types) && Arrays.equals(runs, that.runs);
    }

    @Override
    public int hashCode() {
        return 31 * types.hashCode() + Arrays.hashCode(runs);
    }

    /** Names types and numbers, no times. */
    @Override
    public String toString() {
        return "ActivitySummary" + timelines();
    }

    /**
     * A summary that grows in place: an activity is put where it belongs, and mostly nothing is copied or allocated. Keeps up
     * to 36 bytes beyond its {@link #build() summary}. Not safe for several threads.
     */
    public static final class Builder {
        /** Room for so many more bytes where there is too little. */
        private static final int SPARE = 36;

        private final int depth;
        private TypeSet types;
        private byte[] runs;
        private int length;

        private Builder(ActivitySummary start, int depth) {
            this.depth = depth;
            this.types = start.types;
            this.runs = start.runs.clone();
            this.length = runs.length;
        }

        /** One more activity. */
        public Builder add(ActivityType type, Instant at) {
            int found = types.find(type);
            if (found < 0) {
                return anew(type, at);
            }
            int run = ActivitySummary.run(runs, found);
            int more = Packed.more(runs, run, depth);
            if (more < 0) {
                return anew(type, at);
            }
            if (length + more > runs.length) {
                runs = Arrays.copyOf(runs, length + SPARE);
            }
            Packed.put(runs, length, run, Packed.seconds(at), more);
            length += more;
            return this;
        }

        private Builder anew(ActivityType type, Instant at) {
            ActivitySummary summary = build().plus(type, at, depth);
            types = summary.types;
            runs = summary.runs;
            length = runs.length;
            return this;
        }

        /** The summary of all so far; more can be added to this builder afterwards. */
        public ActivitySummary build() {
            return length == 0 ? EMPTY : new ActivitySummary(types, Arrays.copyOf(runs, length));
        }
    }
}
