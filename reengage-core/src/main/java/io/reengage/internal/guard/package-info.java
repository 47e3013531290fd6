// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Pauses a campaign that too many people or their providers object to. */
package io.reengage.internal.guard;
