// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

/** Where the library runs. Only {@link #PRODUCTION} writes to everybody. */
public enum Environment {
    /** The real thing. */
    PRODUCTION,
    /** A copy of the real thing: delivers only to addresses named. */
    STAGING,
    /** A developer's machine or a test: delivers only to addresses named. */
    TEST
}
