// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Taking in what people did, and what follows from it. Read {@link io.reengage.internal.feedback.Recorder} first. */
package io.reengage.internal.feedback;
