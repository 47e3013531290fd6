// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Whole mails - rendered, composed, sent - through our channel and through others, beside each other. Read {@link
 * io.reengage.examples.benchmarks.mail.MailBenchmark} first.
 */
@NullMarked
package io.reengage.examples.benchmarks.mail;

import org.jspecify.annotations.NullMarked;
