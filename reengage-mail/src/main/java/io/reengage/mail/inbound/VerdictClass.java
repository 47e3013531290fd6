// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

/** What a mail that came back says, by what is to be done about it. */
public enum VerdictClass {
    /** The address does not exist. */
    ADDRESS_DEAD(Severity.HARD, Scope.ADDRESS),
    /** The person has another address now, and this one takes no mail. */
    ADDRESS_MOVED(Severity.HARD, Scope.ADDRESS),
    /** The domain does not exist, or says that it takes no mail at all. */
    DOMAIN_DEAD(Severity.HARD, Scope.DOMAIN),
    /** Suspended, disabled, refused by the recipient's own rules, or not told plainly. */
    ADDRESS_SUSPECT(Severity.SOFT, Scope.ADDRESS),
    /** The mailbox is full. */
    MAILBOX_FULL(Severity.SOFT, Scope.ADDRESS),
    /** Their system, the network or the time ran out. */
    TRANSIENT(Severity.SOFT, Scope.DOMAIN),
    /** Our servers are on a list, too fast, or without a proper name. */
    REPUTATION_BLOCK(Severity.SOFT, Scope.US),
    /** SPF, DKIM or DMARC fails, or the login does. */
    AUTH_FAILURE(Severity.SOFT, Scope.US),
    /** The mail itself is refused: spam, virus, size, form. */
    CONTENT_BLOCK(Severity.SOFT, Scope.US),
    /** We may not send this way: relaying, sender, rules of the house. */
    POLICY_BLOCK(Severity.SOFT, Scope.US),
    /** It came back, and nothing understandable says why. */
    UNKNOWN(Severity.SOFT, Scope.NOBODY),
    /** A warning that delivery takes longer; not a bounce. */
    DELAYED(Severity.NONE, Scope.NOBODY),
    /** A report that it arrived; not a bounce. */
    DELIVERED(Severity.NONE, Scope.ADDRESS),
    /** The person reported it as spam. */
    COMPLAINT(Severity.NONE, Scope.ADDRESS),
    /** The person asks by mail to be taken off the list. */
    UNSUBSCRIBE(Severity.NONE, Scope.ADDRESS),
    /** A note, sent by a machine, that a person has another address. */
    ADDRESS_CHANGED(Severity.NONE, Scope.ADDRESS),
    /** A vacation notice or another automatic answer. */
    AUTO_REPLY(Severity.NONE, Scope.NOBODY),
    /** A machine that wants the sender to prove to be a person. */
    CHALLENGE(Severity.NONE, Scope.NOBODY),
    /** A person wrote. */
    REPLY(Severity.NONE, Scope.ADDRESS);

    private final Severity severity;
    private final Scope scope;

    VerdictClass(Severity severity, Scope scope) {
        this.severity = severity;
        this.scope = scope;
    }

    public Severity severity() {
        return severity;
    }

    public Scope scope() {
        return scope;
    }
}
