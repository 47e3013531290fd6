// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import io.reengage.ledger.LedgerException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs transactions again that lost against others. */
final class Attempts {

    /** How often a transaction that keeps losing is run in all. */
    static final int MOST = 12;

    private static final Logger logger = LoggerFactory.getLogger(Attempts.class);

    private Attempts() {}

    static <T> T untilWon(Supplier<T> attempt) {
        for (int count = 1; ; count++) {
            try {
                return attempt.get();
            } catch (RetryableConflict e) {
                if (count == MOST) {
                    throw new LedgerException("Gave up after " + count + " attempts: " + e.getMessage(), e);
                }
                logger.debug("A ledger transaction is tried again: {}", e.getMessage());
                long longest = TimeUnit.MILLISECONDS.toNanos(1L << Math.min(count, 8));
                // any spread keeps two losers apart; the thread's number is one
                LockSupport.parkNanos(longest * (1 + Thread.currentThread().getId() % 8) / 8);
            }
        }
    }
}
