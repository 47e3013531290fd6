// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Answers: previews, reports, explanations, test messages. */
package io.reengage.internal.insight;
