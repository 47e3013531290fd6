// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/** Tells listeners what happens, and says how the engine is. Nothing here decides anything. */
package io.reengage.internal.monitor;
