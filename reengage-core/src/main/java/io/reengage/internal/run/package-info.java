// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Campaign runs and the people in them: launching, reading lists, enrolling. */
package io.reengage.internal.run;
