// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

/**
 * The person agreed to be contacted for a purpose, on whatever list.
 *
 * @param purpose the purpose
 */
public record Consented(String purpose) implements Condition {

    public Consented {
        if (purpose.isBlank()) {
            throw new IllegalArgumentException("the purpose has no name");
        }
    }

    @Override
    public String describe() {
        return "consented to " + purpose;
    }
}
