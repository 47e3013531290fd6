// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.smtp;

import io.reengage.channel.Receipt;
import io.reengage.mail.smtp.SmtpServer.NoConnectionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tokens to log in with (XOAUTH2), kept for as long as the server takes them. Safe for several threads. */
public final class AccessTokens {
    private final String user;
    private final Supplier<String> source;
    private @Nullable String token;

    /** @param source asked for a token that is valid now */
    public AccessTokens(String user, Supplier<String> source) {
        this.user = user;
        this.source = source;
    }

    String user() {
        return user;
    }

    synchronized String current() throws NoConnectionException {
        String known = token;
        if (known == null) {
            known = fetch();
            token = known;
        }
        return known;
    }

    /** Another one, unless somebody else has asked for it already. */
    synchronized String insteadOf(String refused) throws NoConnectionException {
        if (refused.equals(token)) {
            token = null;
        }
        return current();
    }

    private String fetch() throws NoConnectionException {
        try {
            @Nullable String fetched = source.get();
            if (fetched != null && !fetched.isBlank()) {
                return fetched;
            }
            throw new NoConnectionException(Receipt.refusedForNow("no access token for the mail server"), false, null);
        } catch (RuntimeException e) {
            throw new NoConnectionException(
                    Receipt.refusedForNow("no access token for the mail server: "
                            + e.getClass().getSimpleName()),
                    false,
                    e);
        }
    }
}
