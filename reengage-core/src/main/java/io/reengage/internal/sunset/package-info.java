// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Retiring those who stayed silent, and restoring those who did not. */
package io.reengage.internal.sunset;
