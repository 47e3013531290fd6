// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.internal.Engine;
import io.reengage.ledger.ErasureReceipt;

/** What a person may ask for: to be forgotten, and to see what is kept about them. */
public final class Privacy {
    private final Engine engine;

    Privacy(Engine engine) {
        this.engine = engine;
    }

    /**
     * Forgets a person. Deletes what they did and what is known of them, cancels everything pending, makes their enrollments
     * and messages anonymous (reports keep counting what was sent, and lose what the person did), and leaves a suppression by
     * salted hash of the id and of every known address. That one is never lifted: from whatever list the person comes back,
     * no campaign of ours writes to them, and what is told of the id is dropped. The audit trail keeps its lines about the
     * id.
     *
     * <p>Call it before the person is deleted in the host's store, so that all addresses are known. A message that is inside
     * the channel at this moment may still arrive; nothing about it is recorded. Repeatable; durable when it returns; may be
     * called by any number of threads.
     *
     * @param subscriberId the host's key, known to the store or not
     * @param by who decided it, for the audit trail
     * @return what was done, and what the host must still do
     */
    public ErasureReceipt erase(String subscriberId, String by) {
        return engine.erase(subscriberId, by);
    }

    /**
     * Everything the ledger holds about one person, and nothing about anybody else: activities, enrollments, messages, what
     * is due, suppressions, changes told to the host's store, sunset, audit lines. What the host's store itself holds is not
     * in it. Writes nothing.
     *
     * @param subscriberId the host's key
     * @return a JSON object in UTF-8 text, times in ISO form
     */
    public String export(String subscriberId) {
        return engine.accessExport().export(subscriberId);
    }
}
