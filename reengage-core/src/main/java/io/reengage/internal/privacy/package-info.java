// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** What a person may ask for: to be forgotten, and to see what is kept about them. */
package io.reengage.internal.privacy;
