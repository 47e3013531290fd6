// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an erasure leaves to the host, since only the host can reach it. */
final class Duties {

    private Duties() {}

    static List<String> after(
            boolean knownToHost, boolean underWay, long auditLines, boolean journaled, Set<String> channels) {
        List<String> duties = new ArrayList<>();
        if (knownToHost) {
            duties.add("delete the person in your own store and in its copies: warehouse, exports, logs, backups in"
                    + " their turn");
        } else {
            duties.add("the store did not know the person: only addresses written to by campaigns were suppressed;"
                    + " import any others with suppressions().importFrom(...), reason ERASED");
        }
        channels.stream()
                .sorted()
                .forEach(channel ->
                        duties.add("ask the provider behind channel " + channel + " to delete its logs of the person"));
        duties.add("take the person off ad audiences and off every other system that got a copy");
        if (underWay) {
            duties.add("a message was being handed over and may still arrive: tell the person so");
        }
        if (journaled) {
            duties.add(
                    "a node that was ended while results waited in its journal(...) may name the person there until it is"
                            + " started again: start it, or delete the file");
        }
        if (auditLines > 0) {
            duties.add(auditLines + " lines of the audit trail name the person by id, as proof of what was decided:"
                    + " with your own record gone, the id leads nowhere; do not reuse it");
        }
        return duties;
    }
}
