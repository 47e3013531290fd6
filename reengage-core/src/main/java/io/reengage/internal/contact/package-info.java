// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Whether somebody may be contacted: one set of rules for our campaigns and for the host's other senders. */
package io.reengage.internal.contact;
