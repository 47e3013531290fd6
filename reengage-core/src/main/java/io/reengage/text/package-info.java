// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a database can keep of a text, for every package that takes texts of others. Not exported.
 *
 * <p>Read {@link io.reengage.text.StorableText}. Pure functions, safe for any number of threads.
 */
package io.reengage.text;
