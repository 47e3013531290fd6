// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Places of the protocol where something can go wrong. A transaction is known by the method of the engine that opens it; the
 * stack is looked at once for each piece of code, since that is slow.
 */
final class Points {
    static final String SETTLE = "settle";
    static final String RESOLVE_READ = "resolve-read";
    static final String RESOLVE = "resolve";
    static final String FEEDBACK = "feedback";
    static final String LANDING = "landing";
    static final String MARK = "mark";
    static final String RECHECK = "recheck";
    static final String CHANNEL = "channel";
    static final String LOOKUP = "lookup";
    static final String FIND = "find";
    static final String PAGE = "page";
    static final String HOST_APPLY = "host-apply";
    static final String SIGNS = "signs";
    /** Something is done, but not yet acknowledged. */
    static final String WAIT = "wait";
    /** Any transaction, whatever it is for. */
    static final String ANY = "any";

    /** Transactions in which something can be decided or lost. */
    static final List<String> TRANSACTIONS = List.of(
            "launch",
            "enroll",
            "acquire",
            "renew",
            MARK,
            RECHECK,
            SETTLE,
            RESOLVE_READ,
            RESOLVE,
            FEEDBACK,
            LANDING,
            "sunset-apply",
            "sunset-undo",
            "host-claim",
            "host-done",
            "stop",
            "pause");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("Runs.launch", "launch"),
            Map.entry("Enroller.enroll", "enroll"),
            Map.entry("Leases.acquire", "acquire"),
            Map.entry("Leases.renew", "renew"),
            Map.entry("Marker.mark", MARK),
            Map.entry("LastCheck.mayGoOn", RECHECK),
            Map.entry("Settlement.settle", SETTLE),
            Map.entry("Dispatcher.resolve", RESOLVE_READ),
            Map.entry("Recorder.record", FEEDBACK),
            Map.entry("Application.applyBatch", "sunset-apply"),
            Map.entry("Undo.undo", "sunset-undo"),
            Map.entry("Undo.bringBack", "sunset-undo"),
            Map.entry("Runs.setStopped", "stop"),
            Map.entry("Runs.change", "pause"));

    private final Map<Class<?>, String> known = new ConcurrentHashMap<>();
    private int hostWork;

    /** The place where this work is done. */
    String of(Object work) {
        return isOfPulse(work.getClass().getName())
                ? look()
                : known.computeIfAbsent(work.getClass(), ignored -> look());
    }

    /** It opens transactions for others: what for, only the stack below it tells. */
    private static boolean isOfPulse(String className) {
        return className.startsWith("io.reengage.internal.node.Pulse");
    }

    private String look() {
        String method = StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith("io.reengage.internal.")
                                && !isOfPulse(frame.getClassName()))
                        .findFirst()
                        .map(frame -> simple(frame.getClassName()) + "." + plain(frame.getMethodName()))
                        .orElse("elsewhere"));
        if (method.equals("HostChanges.work")) {
            return hostWork++ == 0 ? "host-claim" : "host-done";
        }
        return NAMES.getOrDefault(method, method);
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static String plain(String method) {
        return method.startsWith("lambda$") ? method.substring(7, method.lastIndexOf('$')) : method;
    }
}
