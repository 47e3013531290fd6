// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Taking in what people did, and what follows from it. */
package io.reengage.internal.feedback;
