// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Suppressions brought in from elsewhere, and shown to those who answer for them. */
package io.reengage.internal.suppression;
