// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import io.reengage.statistics.Assignment;

/**
 * A random part of all people: the same people for ever, whoever else is on the list, and independent of the part another
 * salt makes. Chosen as the arms of experiments are, see {@link Assignment}.
 *
 * @param salt names the sample
 * @param share how large a part
 */
public record Sample(String salt, Share share) implements Condition {

    public Sample {
        if (salt.isBlank()) {
            throw new IllegalArgumentException(
                    "a sample needs a salt: without one all samples would be the same people");
        }
        if (share.value() == 0) {
            throw new IllegalArgumentException("a sample of 0 % means nobody");
        }
    }

    boolean holds(String subscriberId) {
        return new Assignment(salt).position(subscriberId) < share.value();
    }

    @Override
    public Phrase question() {
        return Phrase.of("sample", share, salt);
    }
}
