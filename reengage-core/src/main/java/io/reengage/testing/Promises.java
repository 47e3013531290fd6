// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.testing;

import java.util.ArrayList;
import java.util.List;

/** Promises looked at one by one; all that are broken are told together. */
final class Promises {
    private final String subject;
    private final List<String> broken = new ArrayList<>();

    Promises(String subject) {
        this.subject = subject;
    }

    void expect(boolean kept, String promise) {
        if (!kept) {
            broken.add(promise);
        }
    }

    /** Something that must neither throw nor break what it looks at. */
    void expect(String promise, Check check) {
        try {
            expect(check.holds(), promise);
        } catch (RuntimeException e) {
            broken.add(promise + " (it threw " + e.getClass().getSimpleName() + ")");
        }
    }

    interface Check {
        boolean holds();
    }

    void verify() {
        if (!broken.isEmpty()) {
            throw new AssertionError(
                    subject + " breaks " + broken.size() + " of its promises:\n- " + String.join("\n- ", broken));
        }
    }
}
