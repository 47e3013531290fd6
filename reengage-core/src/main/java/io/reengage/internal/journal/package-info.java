// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** A local file for results the database cannot take at the moment. */
package io.reengage.internal.journal;
