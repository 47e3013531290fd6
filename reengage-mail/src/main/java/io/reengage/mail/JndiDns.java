// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own resolver.
 *
 * @param server such as {@code dns://127.0.0.1:5353}, or {@code dns:} for the machine's
 */
record JndiDns(String server) implements DnsRecords {

    @Override
    @SuppressWarnings("BanJNDI") // the DNS provider answers text, no objects
    public List<String> txt(String name) throws IOException {
        try {
            InitialDirContext context = new InitialDirContext(environment());
            try {
                @Nullable
                Attribute records =
                        context.getAttributes(name, new String[] {"TXT"}).get("TXT");
                List<String> texts = new ArrayList<>();
                for (Object record : records == null ? List.of() : Collections.list(records.getAll())) {
                    texts.add(joined(String.valueOf(record)));
                }
                return texts;
            } finally {
                context.close();
            }
        } catch (NameNotFoundException e) {
            return List.of();
        } catch (NamingException e) {
            throw new IOException("the DNS does not answer about " + name, e);
        }
    }

    @SuppressWarnings("JdkObsolete") // what JNDI takes
    private Hashtable<String, String> environment() {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, server);
        environment.put("com.sun.jndi.dns.timeout.initial", "2000");
        environment.put("com.sun.jndi.dns.timeout.retries", "3");
        return environment;
    }

    /** JNDI shows a record's strings with blanks between them, and those that hold blanks in quotes. */
    static String joined(String shown) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (c == '\\' && quoted && i + 1 < shown.length()) {
                text.append(shown.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || c != ' ') {
                text.append(c);
            }
        }
        return text.toString();
    }
}
