// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.io.IOException;
import java.util.List;

/** Answers what is published in the DNS. Asked by {@link Preflight} alone, never while mails are sent. */
@FunctionalInterface
public interface DnsRecords {

    /**
     * Text records of a name.
     *
     * @param name such as {@code _dmarc.shop.example}
     * @return the records, each with its strings joined; empty if there are none
     * @throws IOException if nobody can tell
     */
    List<String> txt(String name) throws IOException;

    /** The resolvers this machine is set up with; needs the JDK's module {@code jdk.naming.dns}. */
    static DnsRecords system() {
        return new JndiDns("dns:");
    }
}
