// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger;

import static java.util.Objects.requireNonNull;

import io.reengage.ledger.rows.JdbcOptions;
import io.reengage.ledger.store.LedgerStore;
import javax.sql.DataSource;

/**
 * Says where in the host's database a ledger is kept, and what the database must promise. For one thread; may be opened
 * more than once.
 */
public final class LedgerBuilder {

    private final DataSource dataSource;
    private JdbcOptions options = JdbcOptions.ofDefaults();

    LedgerBuilder(DataSource dataSource) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
    }

    /**
     * Keeps the tables in this database schema, which is created if absent; otherwise they are in the one that the data
     * source's connections come with.
     *
     * @param schema letters, digits and {@code _}, starting with a letter, at most 63; in the case that the database gives
     *     to names without quotes
     */
    public LedgerBuilder schema(String schema) {
        options = options.withSchema(requireNonNull(schema, "schema"));
        return this;
    }

    /**
     * Begins table names with this instead of {@link Ledger#DEFAULT_PREFIX}, so that several ledgers can share a schema.
     *
     * @param prefix letters, digits and {@code _}, starting with a letter, at most 24
     */
    public LedgerBuilder prefix(String prefix) {
        options = options.withPrefix(requireNonNull(prefix, "prefix"));
        return this;
    }

    /**
     * Stamps the ledger as this tenant's when it is made; later only the same name opens it.
     *
     * @param tenant not blank, at most 200 characters
     */
    public LedgerBuilder tenant(String tenant) {
        options = options.withTenant(requireNonNull(tenant, "tenant"));
        return this;
    }

    /**
     * Never creates or changes a table: {@link #open} compares them with what they must be, and refuses with everything
     * that is missing or different. The host executes {@link #ddl} itself. On PostgreSQL, tables of another user are not
     * looked at ({@code ANALYZE}) while they fill up fast, which makes the first minute after a large launch slow.
     */
    public LedgerBuilder validateOnly() {
        options = options.validating();
        return this;
    }

    /**
     * Accepts a database that is set to forget commits in a crash, after which messages may be sent twice. Each start warns
     * of it.
     */
    public LedgerBuilder allowLosingCommits() {
        options = options.allowingLostCommits();
        return this;
    }

    /**
     * Opens the ledger, after creating its tables or bringing those of an earlier release up to date.
     *
     * @throws LedgerException if the database is not one the library knows, could lose commits, or holds tables of a later
     *     release, of another tenant, or of a wrong form; the message says what to change
     */
    public Ledger open() {
        return LedgerStore.jdbc(dataSource, options);
    }

    /**
     * Answers the SQL that {@link #open} would execute in this database now to create tables or bring them up to date, for
     * the host's own migration tool. Changes no table.
     *
     * @return statements ended by semicolons, which may be executed again without effect
     * @throws LedgerException as {@link #open}
     */
    public String ddl() {
        return LedgerStore.ddl(dataSource, options);
    }
}
