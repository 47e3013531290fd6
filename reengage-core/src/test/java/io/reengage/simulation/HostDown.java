// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

/** Something of the host's is out of order. */
final class HostDown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HostDown(String what) {
        super(what, null, false, false);
    }
}
