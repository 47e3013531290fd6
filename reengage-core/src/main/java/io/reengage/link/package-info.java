// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Signed links, the landing pages they lead to, and what messages may tell: a GET shows a page or leads on and changes nothing
 * for the person, a POST acts.
 *
 * <p>Read {@link io.reengage.link.SignedLinks} first, then {@link io.reengage.link.LandingPages}, which a host mounts on any
 * HTTP server; {@link io.reengage.link.Tracking} says what may be put on record. Everything here is immutable and safe to
 * share between threads.
 */
package io.reengage.link;
