// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.quickstart.files;

import java.time.Instant;

/**
 * What files do not say and the user does.
 *
 * @param purpose which consent and list the file is about, such as {@code newsletter}
 * @param consent whether people of whom the file says nothing are taken to have agreed
 * @param asOf the moment the files are complete up to
 */
public record Assumptions(String purpose, boolean consent, Instant asOf) {}
