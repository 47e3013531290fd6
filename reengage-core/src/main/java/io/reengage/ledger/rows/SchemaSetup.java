// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import io.reengage.ledger.LedgerException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the tables of a database to the version of this library, or examines what somebody else made.
 *
 * <p>On PostgreSQL everything is one transaction behind a lock. H2 commits every statement that changes a table, so there
 * a node may find anything half done, by one that stopped or by one that is just doing the same: each statement says what
 * shall be there, not what is to be done.
 */
final class SchemaSetup {

    private final Sql sql;
    private final JdbcOptions options;
    private final List<Table<?>> tables;
    private final List<Migration> migrations;

    SchemaSetup(Sql sql, JdbcOptions options, List<Table<?>> tables, List<Migration> migrations) {
        this.sql = sql;
        this.options = options;
        Set<Table<?>> all = new LinkedHashSet<>(List.of(Meta.TABLE));
        all.addAll(tables);
        this.tables = List.copyOf(all);
        this.migrations = List.copyOf(migrations);
        for (int i = 0; i < migrations.size(); i++) {
            if (migrations.get(i).version() != i + 2) {
                throw new IllegalArgumentException("Migration number " + (i + 1) + " must be to version " + (i + 2));
            }
        }
    }

    private int latest() {
        return migrations.size() + 1;
    }

    /** Whether everything is in place already; only reads. */
    boolean isDone(Connection connection) throws SQLException {
        refuseReadOnly(connection);
        SchemaCheck check = new SchemaCheck(connection.getMetaData(), sql);
        if (!check.has(Meta.TABLE)) {
            return false;
        }
        refuse(check.missingRights(tables));
        JdbcRows rows = new JdbcRows(connection, sql);
        Optional<Integer> version = knownVersion(rows);
        return isOurs(rows)
                && version.equals(Optional.of(latest()))
                && problems(connection, check).isEmpty();
    }

    private List<String> problems(Connection connection, SchemaCheck check) throws SQLException {
        TextCheck text = new TextCheck(connection, sql);
        List<String> problems = new ArrayList<>(text.problems());
        problems.addAll(check.problems(tables));
        problems.addAll(text.problems(tables));
        if (!options.losingCommitsAllowed()) {
            problems.addAll(check.emptiedByCrash(tables));
        }
        return problems;
    }

    /** Makes what is missing. */
    void change(Connection connection) throws SQLException {
        SchemaCheck check = new SchemaCheck(connection.getMetaData(), sql);
        JdbcRows rows = new JdbcRows(connection, sql);
        refuse(new TextCheck(connection, sql).problems());
        try (Statement statement = connection.createStatement()) {
            execute(statement, sql.dialect().schemaLock());
            if (options.schema() != null && !check.hasSchema()) {
                execute(statement, List.of(sql.schemaDdl()));
            }
            execute(statement, sql.ddl(Meta.TABLE));
            Optional<Integer> version = knownVersion(rows);
            isOurs(rows);
            if (version.isEmpty()) {
                for (Table<?> table : tables) {
                    execute(statement, sql.ddl(table).subList(0, 1));
                }
            }
            migrate(statement, rows, version);
            for (Table<?> table : tables) {
                execute(statement, sql.ddl(table));
            }
            rows.insertNew(Meta.TABLE, List.of(new Meta(Meta.SCHEMA_VERSION, "" + latest()), ourTenant()));
            // also of new tables, among which others of the same name may have stood
            refuse(problems(connection, check));
        }
    }

    /**
     * Without a version, tables may be new or left half made by an earlier library: then every migration is executed, and
     * the version is written when all is done.
     */
    private void migrate(Statement statement, JdbcRows rows, Optional<Integer> version) throws SQLException {
        for (Migration migration : migrations) {
            if (migration.version() > version.orElse(0)) {
                execute(statement, migration.statements(sql));
                rows.update(
                        Meta.TABLE,
                        Where.all().eq("key", Meta.SCHEMA_VERSION).eq("value", "" + (migration.version() - 1)),
                        Assignments.set("value", "" + migration.version()));
            }
        }
    }

    /** Refuses tables that are not as they should be. Writes nothing but the tenant. */
    void validate(Connection connection) throws SQLException {
        refuseReadOnly(connection);
        SchemaCheck check = new SchemaCheck(connection.getMetaData(), sql);
        refuse(check.missingRights(tables));
        List<String> problems = new ArrayList<>();
        boolean stamped = check.has(Meta.TABLE);
        JdbcRows rows = new JdbcRows(connection, sql);
        if (stamped) {
            Optional<Integer> version = knownVersion(rows);
            isOurs(rows);
            if (!version.equals(Optional.of(latest()))) {
                problems.add("table " + sql.spelled(Meta.TABLE.name()) + " must say " + Meta.SCHEMA_VERSION + " "
                        + latest() + ", it says " + version.map(String::valueOf).orElse("nothing"));
            }
        }
        problems.addAll(problems(connection, check));
        refuse(problems);
        rows.insertNew(Meta.TABLE, List.of(ourTenant()));
    }

    /** What has to be executed, with the schema named only if it was chosen. */
    String ddl(Connection connection) throws SQLException {
        boolean stamped = new SchemaCheck(connection.getMetaData(), sql).has(Meta.TABLE);
        Optional<Integer> version = stamped ? knownVersion(new JdbcRows(connection, sql)) : Optional.empty();
        Sql text = options.schema() == null ? sql.withoutSchema() : sql;
        List<String> statements = new ArrayList<>();
        if (options.schema() != null) {
            statements.add(sql.schemaDdl());
        }
        version.ifPresent(from -> migrations.stream()
                .filter(migration -> migration.version() > from)
                .forEach(migration -> statements.addAll(migration.statements(text))));
        tables.forEach(table -> statements.addAll(text.ddl(table)));
        statements.addAll(text.versionDdl(latest()));
        return String.join(";\n\n", statements) + ";\n";
    }

    private Optional<Integer> knownVersion(JdbcRows rows) {
        Optional<String> found = value(rows, Meta.SCHEMA_VERSION);
        if (found.isPresent() && !found.get().matches("[1-9][0-9]{0,6}")) {
            throw new LedgerException("The ledger's tables say " + Meta.SCHEMA_VERSION
                    + " is not a number; repair table " + sql.spelled(Meta.TABLE.name()));
        }
        Optional<Integer> version = found.map(Integer::valueOf);
        if (version.orElse(0) > latest()) {
            throw new LedgerException("The ledger's tables have version " + version.orElse(0)
                    + ", this library works with version " + latest() + "; use the library that made them");
        }
        return version;
    }

    /** Whether the tenant is on record; fails if it is another one. */
    private boolean isOurs(JdbcRows rows) {
        Optional<String> found = value(rows, Meta.TENANT);
        if (found.isPresent() && !found.get().equals(options.tenant())) {
            throw new LedgerException("The ledger belongs to " + named(found.get()) + ", not to "
                    + named(options.tenant()) + "; open it with its own tenant(...), or use another schema or prefix");
        }
        return found.isPresent();
    }

    private static String named(String tenant) {
        return tenant.isEmpty() ? "no tenant in particular" : "tenant " + tenant;
    }

    private Meta ourTenant() {
        return new Meta(Meta.TENANT, options.tenant());
    }

    private static Optional<String> value(JdbcRows rows, String key) {
        return rows.select(Meta.TABLE, Where.all().eq("key", key), List.of(), 1).stream()
                .map(Meta::value)
                .findFirst();
    }

    private void refuseReadOnly(Connection connection) throws SQLException {
        boolean readOnly = connection.isReadOnly();
        if (sql.dialect() == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement();
                    ResultSet results =
                            statement.executeQuery("SELECT current_setting('transaction_read_only') = 'on'")) {
                readOnly |= results.next() && results.getBoolean(1);
            }
        }
        if (readOnly) {
            throw new LedgerException("The ledger must write, but " + JdbcSession.READ_ONLY);
        }
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new LedgerException(
                    "The ledger's tables are not as this library needs them; its DDL makes those that are missing."
                            + problems.stream().map(problem -> "\n- " + problem).reduce("", String::concat));
        }
    }

    private static void execute(Statement statement, List<String> texts) {
        for (String text : texts) {
            try {
                statement.execute(text);
            } catch (SQLException e) {
                throw SqlFailure.isLostRace(e) || SqlFailure.isAlreadyThere(e)
                        ? SqlFailure.retryable("The ledger's tables were being changed by another node", e)
                        : SqlFailure.ledgerException(
                                "The ledger's tables could not be made; let its user create tables, or execute its DDL"
                                        + " as somebody who may. It failed at: " + text,
                                e);
            }
        }
    }
}
