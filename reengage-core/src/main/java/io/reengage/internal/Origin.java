// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal;

import com.google.common.io.BaseEncoding;
import io.reengage.internal.node.Audit;
import io.reengage.internal.node.Leases;
import io.reengage.internal.node.Settings;
import io.reengage.internal.run.Runs;
import io.reengage.ledger.rows.Rows;
import io.reengage.ledger.store.Schema;
import io.reengage.ledger.store.Setting;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * When a ledger was made, and what its fingerprints are salted with.
 *
 * @param createdAt when
 * @param salt in hex
 */
record Origin(Instant createdAt, String salt) {

    /** Writes what a new ledger must know of itself, or checks that an old one is ours. */
    static Origin stamp(Rows rows, Settings settings) {
        byte[] salt = new byte[32];
        new SecureRandom().nextBytes(salt);
        rows.insertNew(
                Schema.SETTING,
                List.of(
                        new Setting(Setting.CREATED_AT, settings.now().toString()),
                        new Setting(Setting.ENVIRONMENT, settings.environment()),
                        new Setting(Setting.STOPPED, ""),
                        new Setting(Setting.PULSE, "0"),
                        new Setting(
                                Setting.SALT, BaseEncoding.base16().lowerCase().encode(salt))));
        Leases.create(rows);
        Audit.create(rows);
        String environment = Runs.setting(rows, Setting.ENVIRONMENT).orElseThrow();
        if (!environment.equals(settings.environment())) {
            throw new IllegalStateException("this ledger belongs to environment " + environment + ", not "
                    + settings.environment() + ": nothing is sent from a copy of it");
        }
        return new Origin(
                Instant.parse(Runs.setting(rows, Setting.CREATED_AT).orElseThrow()),
                Runs.setting(rows, Setting.SALT).orElseThrow());
    }
}
