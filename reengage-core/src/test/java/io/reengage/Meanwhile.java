// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage;

import io.reengage.ledger.store.FaultyLedger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Lets others act once in the middle of a node's work: right before or after a transaction that one of its methods opens. */
final class Meanwhile implements FaultyLedger.Fault {
    private final String method;
    private final boolean afterwards;
    private final AtomicReference<@Nullable Runnable> others;

    private Meanwhile(String method, boolean afterwards, Runnable others) {
        this.method = method;
        this.afterwards = afterwards;
        this.others = new AtomicReference<>(others);
    }

    /** @param method such as {@code Marker.mark} */
    static Meanwhile before(String method, Runnable others) {
        return new Meanwhile(method, false, others);
    }

    /** @param method such as {@code Marker.mark} */
    static Meanwhile after(String method, Runnable others) {
        return new Meanwhile(method, true, others);
    }

    /** Whether they acted. */
    boolean isOver() {
        return others.get() == null;
    }

    @Override
    public void before() {
        pass(false);
    }

    @Override
    public void after() {
        pass(true);
    }

    private void pass(boolean after) {
        if (after == afterwards && !isOver() && isOpenedThere()) {
            @Nullable Runnable now = others.getAndSet(null);
            if (now != null) {
                now.run();
            }
        }
    }

    private boolean isOpenedThere() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(
                        frame -> (frame.getClassName() + "." + frame.getMethodName()).endsWith("." + method)));
    }
}
