// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Whether what is known can be trusted enough to retire people on it. Read {@code EvidenceGate} first. */
package io.reengage.internal.evidence;
