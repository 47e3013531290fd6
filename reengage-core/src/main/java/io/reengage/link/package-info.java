// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Signed links and the landing pages they lead to: a GET shows and changes nothing, a POST acts.
 *
 * <p>Read {@link io.reengage.link.SignedLinks} first, then {@link io.reengage.link.LandingPages}, which a host mounts on any
 * HTTP server. Everything here is immutable and safe to share between threads.
 */
package io.reengage.link;
