// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a ledger lives in a database. Immutable, checked when made.
 *
 * @param schema the database schema of the tables, or null for the one that connections come with
 * @param prefix what table names begin with
 * @param tenant whose ledger it is; empty if there is only one
 * @param validateOnly whether tables are examined and never created or changed
 * @param losingCommitsAllowed whether a database may be used that forgets commits in a crash
 */
public record JdbcOptions(
        @Nullable String schema, String prefix, String tenant, boolean validateOnly, boolean losingCommitsAllowed) {

    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,23}");
    private static final int LONGEST_TENANT = 200;

    private static final JdbcOptions DEFAULTS = new JdbcOptions(null, JdbcRowStore.DEFAULT_PREFIX, "", false, false);

    public JdbcOptions {
        if (schema != null && !SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("schema " + schema + " does not match " + SCHEMA);
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("prefix " + prefix + " does not match " + PREFIX);
        }
        if (tenant.length() > LONGEST_TENANT || tenant.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "tenant must have at most " + LONGEST_TENANT + " characters, none of them a control character");
        }
    }

    public static JdbcOptions ofDefaults() {
        return DEFAULTS;
    }

    public JdbcOptions withSchema(String other) {
        return new JdbcOptions(other, prefix, tenant, validateOnly, losingCommitsAllowed);
    }

    public JdbcOptions withPrefix(String other) {
        return new JdbcOptions(schema, other, tenant, validateOnly, losingCommitsAllowed);
    }

    public JdbcOptions withTenant(String other) {
        if (other.isBlank()) {
            throw new IllegalArgumentException("tenant must not be blank");
        }
        return new JdbcOptions(schema, prefix, other, validateOnly, losingCommitsAllowed);
    }

    public JdbcOptions validating() {
        return new JdbcOptions(schema, prefix, tenant, true, losingCommitsAllowed);
    }

    public JdbcOptions allowingLostCommits() {
        return new JdbcOptions(schema, prefix, tenant, validateOnly, true);
    }
}
