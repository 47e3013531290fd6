// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where the readers are: what mails must show there. A developer's reading of the law, no legal advice; an
 * {@link Imprint} gives the content.
 */
public enum Law {
    /** Japan: the act on specified electronic mail (特定電子メール法), section 4, and its ordinance. */
    JP(Duty.NAME, Duty.OPT_OUT, Duty.POSTAL_ADDRESS, Duty.CONTACT),
    /**
     * United States: CAN-SPAM, 15 U.S.C. 7704(a)(3) and (5). To call the mail an advertisement is not owed to people who agreed
     * to it (7704(a)(5)(B)); others are not written to. The way out works for ever, which covers the 30 days asked for, and
     * the 60 of Canada.
     */
    US(Duty.OPT_OUT, Duty.POSTAL_ADDRESS),
    /** European Union: Directive 2002/58/EC 13(4), Regulation (EU) 2016/679 13(1)(a) and 21(4). */
    EU(Duty.NAME, Duty.OPT_OUT, Duty.CONTACT),
    /**
     * United Kingdom: the privacy and electronic communications regulations 2003 (PECR), 22(3)(c) and 23, UK GDPR 13(1)(a) and
     * 21(4). What companies owe in business letters, such as their number, is the host's to put into the address.
     */
    UK(Duty.NAME, Duty.OPT_OUT, Duty.CONTACT),
    /** Canada: CASL 6(2) and 11, and the electronic commerce protection regulations, section 2. */
    CA(Duty.NAME, Duty.OPT_OUT, Duty.POSTAL_ADDRESS, Duty.CONTACT);

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Duty> duties;

    Law(Duty first, Duty... others) {
        this.duties = Collections.unmodifiableSet(EnumSet.of(first, others));
    }

    Set<Duty> duties() {
        return duties;
    }

    /** Something that a mail must show. */
    enum Duty {
        NAME("the sender's legal name", Imprint.NAME),
        POSTAL_ADDRESS("the sender's postal address", Imprint.ADDRESS),
        CONTACT("where to complain", Imprint.CONTACT),
        OPT_OUT("that one can refuse more of it, beside the link to do so", "unsubscribe");

        private final String words;
        private final String value;

        Duty(String words, String value) {
            this.words = words;
            this.value = value;
        }

        String words() {
            return words;
        }

        /** The name that templates show it by. */
        String value() {
            return value;
        }
    }
}
