// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a sender owes to the law and to mailbox providers, beyond well-formed mails.
 *
 * @param law what mails must show
 * @param transactional purposes whose mails nobody can refuse: they carry no list headers and owe no way out
 * @param feedbackId names the sender in the {@code Feedback-ID} header; empty for none
 * @param keyHeader another header that carries the message's key; empty for none
 */
record Duties(LegalCheck law, Set<String> transactional, String feedbackId, String keyHeader) {
    static final Duties NONE = new Duties(LegalCheck.NONE, Set.of(), "", "");

    private static final int LONGEST_PART = 30;

    Duties {
        transactional = Set.copyOf(transactional);
    }

    boolean isMarketing(Message message) {
        return !transactional.contains(message.purpose());
    }

    /** What keeps a message from going out. */
    List<String> problems(Message message) {
        List<String> problems = new ArrayList<>();
        if (isMarketing(message)) {
            if (message.link(Message.UNSUBSCRIBE).isEmpty()) {
                problems.add("link " + Message.UNSUBSCRIBE + " is missing: a mail of purpose " + message.purpose()
                        + " must offer a way out, or the purpose be named transactional(...)");
            }
            problems.addAll(law.problems(message));
        }
        return problems;
    }

    /** {@code Feedback-ID}: purpose, language and channel count complaints apart at the provider; nothing of a person. */
    String feedback(Message message, String channel) {
        return part(message.purpose()) + ":" + part(message.language()) + ":" + part(channel) + ":" + feedbackId;
    }

    private static String part(String text) {
        String part = text.replaceAll("[^A-Za-z0-9_-]", "-");
        return part.substring(0, Math.min(part.length(), LONGEST_PART));
    }
}
