// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.monitoring;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How one node and its ledger are.
 *
 * @param node the node that answers
 * @param checks what was looked at, always in the same order
 */
public record Health(String node, List<Check> checks) {

    /** How good or bad, from good to bad. */
    public enum Status {
        /** As it should be. */
        UP,
        /** It works, but somebody should look. */
        DEGRADED,
        /** It does not work. */
        DOWN
    }

    /**
     * One thing that was looked at.
     *
     * @param name what, such as {@code database}
     * @param status how good or bad
     * @param text what was found, in a short sentence without personal data
     */
    public record Check(String name, Status status, String text) {}

    public Health {
        checks = List.copyOf(checks);
    }

    /** The worst of all checks. */
    public Status status() {
        return checks.stream().map(Check::status).max(Comparator.naturalOrder()).orElse(Status.UP);
    }

    /** The check of this name. */
    public Optional<Check> check(String name) {
        return checks.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** All of it as one JSON object: {@code node}, {@code status}, and {@code checks} with name, status and text each. */
    public String toJson() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("node", node).put("status", status().name());
        ArrayNode all = json.putArray("checks");
        checks.forEach(each -> all.addObject()
                .put("name", each.name())
                .put("status", each.status().name())
                .put("text", each.text()));
        return json.toPrettyString();
    }
}
