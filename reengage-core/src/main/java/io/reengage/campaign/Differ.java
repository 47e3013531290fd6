// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds the smallest spots at which two trees differ. What moved within a list by an insertion is no difference. */
final class Differ {
    /** More pairs of items than this are not compared. */
    private static final long MOST_PAIRS = 4_000_000;

    private final List<DefinitionChange> changes = new ArrayList<>();

    private Differ() {}

    static List<DefinitionChange> changes(JsonNode before, JsonNode after) {
        Differ differ = new Differ();
        differ.compare("", before, after);
        return List.copyOf(differ.changes);
    }

    private void compare(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (before != null && before.equals(after)) {
            return;
        }
        if (before != null && after != null && before.isObject() && after.isObject() && akin(before, after)) {
            TreeSet<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path + "/" + Spot.escaped(name), before.get(name), after.get(name)));
        } else if (before instanceof ArrayNode older && after instanceof ArrayNode newer) {
            lists(path, items(older), items(newer));
        } else {
            changes.add(new DefinitionChange(
                    path, before == null ? null : before.toString(), after == null ? null : after.toString()));
        }
    }

    /** Conditions of two kinds share no field and are one change; so are steps of two ids. */
    private static boolean akin(JsonNode before, JsonNode after) {
        return before.has("id")
                ? same(before, after)
                : StreamSupport.stream(((Iterable<String>) before::fieldNames).spliterator(), false)
                        .anyMatch(after::has);
    }

    /** Equal, or of one id. */
    private static boolean same(JsonNode before, JsonNode after) {
        return before.equals(after) || (before.has("id") && before.get("id").equals(after.get("id")));
    }

    private static List<JsonNode> items(ArrayNode list) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }

    /** What both begin and end with is out of the question; a long rest is one change. */
    private void lists(String path, List<JsonNode> before, List<JsonNode> after) {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && same(before.get(head), after.get(head))) {
            compare(path + "/" + head, before.get(head), after.get(head));
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && same(fromEnd(before, tail), fromEnd(after, tail))) {
            tail++;
        }
        List<JsonNode> older = before.subList(head, before.size() - tail);
        List<JsonNode> newer = after.subList(head, after.size() - tail);
        if ((long) older.size() * newer.size() > MOST_PAIRS) {
            changes.add(new DefinitionChange(path, before.toString(), after.toString()));
            return;
        }
        middle(path, head, older, newer);
        for (int i = tail - 1; i >= 0; i--) {
            compare(path + "/" + (after.size() - 1 - i), fromEnd(before, i), fromEnd(after, i));
        }
    }

    private static JsonNode fromEnd(List<JsonNode> list, int place) {
        return list.get(list.size() - 1 - place);
    }

    /**
     * Items that stayed anchor the rest; between two of them, the first of one side is compared with that of the other.
     *
     * @param head how many items stand before these
     */
    private void middle(String path, int head, List<JsonNode> before, List<JsonNode> after) {
        int[][] common = common(before, after);
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            boolean both = i < before.size() && j < after.size();
            boolean oldAnchored = i == before.size() || common[i + 1][j] < common[i][j];
            boolean newAnchored = j == after.size() || common[i][j + 1] < common[i][j];
            boolean paired = both
                    && (same(before.get(i), after.get(j))
                            || (!oldAnchored && !newAnchored && akin(before.get(i), after.get(j))));
            if (paired) {
                compare(path + "/" + (head + j), before.get(i++), after.get(j++));
            } else if (!oldAnchored) {
                compare(path + "/" + (head + i), before.get(i++), null);
            } else {
                compare(path + "/" + (head + j), null, after.get(j++));
            }
        }
    }

    /** How many items the two lists have in common from each pair of places on, in order. */
    private static int[][] common(List<JsonNode> before, List<JsonNode> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = same(before.get(i), after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
