// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.kill;

import java.util.List;
import java.util.Map;

/**
 * All that was seen of one run, from outside.
 *
 * @param mails the sink's record
 * @param pulls the workers' journals
 * @param deliveries what the ledger says became of the messages
 * @param enrollments what the ledger says of people's ways
 * @param left what is still due at the end
 * @param lists runs and the list each wrote to
 * @param members people by list
 * @param leaving when people began to say that they leave, on the steady clock
 * @param acknowledged when they were told that they are off
 * @param disturbances what was done to processes
 * @param stops when everything was stopped: from and to
 * @param millisToNanos what makes a wall clock's milliseconds the steady clock's nanoseconds, once multiplied
 */
record Evidence(
        List<MailSink.Mail> mails,
        List<Journal.Pull> pulls,
        List<Tables.Delivery> deliveries,
        List<Tables.Enrollment> enrollments,
        List<String> left,
        Map<String, Integer> lists,
        List<List<String>> members,
        Map<String, Long> leaving,
        Map<String, Long> acknowledged,
        List<Disturbance> disturbances,
        List<long[]> stops,
        long millisToNanos) {

    long nanos(long millis) {
        return millis * 1_000_000 + millisToNanos;
    }
}
