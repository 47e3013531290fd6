// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

/** When people enter a campaign. With a {@link Ramp} it is looked at on the day their portion is opened. */
public enum Entry {
    /** Those who belong at the launch. */
    ONCE,
    /** Those who belong at the launch, and everybody who comes to belong later: the list is read again every day. */
    STANDING
}
