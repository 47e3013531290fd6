// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.Objects;

/**
 * The person agreed to be contacted for a purpose, on whatever list.
 *
 * @param purpose the purpose
 */
public record Consented(String purpose) implements Condition {

    public Consented {
        Objects.requireNonNull(purpose, "purpose");
    }

    @Override
    public String describe() {
        return "consented to " + purpose;
    }
}
