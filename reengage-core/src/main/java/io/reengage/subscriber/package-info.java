// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The people on the host's list, as the host knows them, and the store they come from.
 *
 * <p>Read {@link io.reengage.subscriber.Subscriber} first. A host implements {@link io.reengage.subscriber.SubscriberStore}.
 * All values are immutable and safe to share between threads.
 */
package io.reengage.subscriber;
