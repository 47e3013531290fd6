// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.store;

import io.reengage.activity.ProviderActivity;
import java.time.Instant;

/**
 * What a provider told of a message that is not on record yet.
 *
 * @param activity what happened
 * @param parkedAt since when it waits
 * @param nextLookAt when its message is looked for again
 * @param looks how often it was looked for
 */
public record ParkedActivity(ProviderActivity activity, Instant parkedAt, Instant nextLookAt, int looks) {}
