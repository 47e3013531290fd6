// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Holds a step whose messages cannot be written, so that its people stay due instead of being passed over. */
package io.reengage.internal.hold;
