// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.segments;

/** A person and their activities as a rule engine takes them. Public, since the engine compiles code of its own. */
public final class Facts {

    private Facts() {}

    /** A person. */
    public record PersonFact(int number, boolean onList, boolean consented, String country) {}

    /** An activity. */
    public record EventFact(int person, String type, long at) {}
}
