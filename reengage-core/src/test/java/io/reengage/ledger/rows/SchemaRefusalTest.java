// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.ledger.LedgerException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a database's set-up would break keys or lose rows is refused at start, with what to do about it. */
class SchemaRefusalTest {
    private record Line(String id) {}

    private static final Table<Line> LINES = Table.of(Line.class, "line")
            .text("id", Line::id)
            .key("id")
            .appendOnly()
            .build(row -> new Line(row.text("id")));

    private static final JdbcOptions MAKING = JdbcOptions.ofDefaults();
    private static final List<JdbcOptions> BOTH = List.of(MAKING, MAKING.validating());

    private static void assertRefused(DataSource database, JdbcOptions options, String... words) {
        assertThatThrownBy(() -> new JdbcRowStore(database, options).createSchema(List.of(Visit.TABLE)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContainingAll(words);
    }

    private static JdbcConnectionPool made(Postgres postgres) {
        JdbcConnectionPool database = postgres.poolInNewSchema();
        new JdbcRowStore(database, MAKING).createSchema(List.of(Visit.TABLE));
        return database;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"und-x-icu\"",
                "ignores_case",
                "\"Sorts like people\"",
                "like_posix",
                "joins_accents",
                "own.\"C\""
            })
    void aColumnThatIsNotComparedByteByByteIsRefusedUntilTheStatementGivenIsExecuted(String collation) {
        Postgres postgres = Postgres.shared();
        JdbcConnectionPool database = made(postgres);
        Backend.sql(
                database,
                "CREATE COLLATION ignores_case (provider = icu, locale = 'und-u-ks-level2',"
                        + " deterministic = false)");
        Backend.sql(database, "CREATE COLLATION \"Sorts like people\" (provider = icu, locale = 'en')");
        // in these capitals come before small letters, as in C, but letters with accents do not come after all others
        Backend.sql(database, "CREATE COLLATION like_posix (provider = icu, locale = 'en-US-u-va-posix')");
        Backend.sql(
                database,
                "CREATE COLLATION joins_accents (provider = icu, locale = 'en-US-u-va-posix', deterministic = false)");
        Backend.sql(database, "CREATE COLLATION \"C\" (provider = icu, locale = 'en')");
        Backend.sql(
                database,
                "ALTER TABLE reengage_visit ALTER COLUMN person SET DATA TYPE TEXT COLLATE "
                        + collation.replace("own", schema(database)));
        BOTH.forEach(options -> assertRefused(
                database,
                options,
                "column reengage_visit.person is compared by collation ",
                collation.replace("own", schema(database)),
                "not by pg_catalog.\"C\"",
                "SET DATA TYPE TEXT COLLATE \"C\""));
        String told = message(database);
        Backend.sql(database, told.substring(told.indexOf("ALTER TABLE")));
        BOTH.forEach(options -> new JdbcRowStore(database, options).createSchema(List.of(Visit.TABLE)));
    }

    private static String schema(DataSource database) {
        try (Connection connection = database.getConnection()) {
            return connection.getSchema();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String message(DataSource database) {
        try {
            new JdbcRowStore(database, MAKING).createSchema(List.of(Visit.TABLE));
            throw new AssertionError("not refused");
        } catch (LedgerException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"POSIX\"", "ucs_basic"})
    void otherCollationsThatCompareByteByByteWillDo(String collation) {
        JdbcConnectionPool database = made(Postgres.shared());
        Backend.sql(database, "ALTER TABLE reengage_visit ALTER COLUMN person SET DATA TYPE TEXT COLLATE " + collation);
        BOTH.forEach(options -> new JdbcRowStore(database, options).createSchema(List.of(Visit.TABLE)));
    }

    @Test
    void tablesThatACrashWouldEmptyAreRefusedUnlessLosingCommitsIsAllowed() {
        JdbcConnectionPool database = made(Postgres.shared());
        Backend.sql(database, "ALTER TABLE reengage_visit SET UNLOGGED");
        BOTH.forEach(options ->
                assertRefused(database, options, "reengage_visit is UNLOGGED", "reengage_visit\" SET LOGGED"));
        BOTH.forEach(options ->
                new JdbcRowStore(database, options.allowingLostCommits()).createSchema(List.of(Visit.TABLE)));
    }

    @Test
    void aDatabaseThatCannotHoldEveryTextIsRefusedBeforeATableIsMade() throws SQLException {
        Postgres postgres = Postgres.shared();
        String name = Postgres.newSchema() + "_latin";
        postgres.sql("CREATE DATABASE " + name + " ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        DataSource database = postgres.poolOf(name);
        BOTH.forEach(options -> assertRefused(database, options, "encoding is LATIN1", "ENCODING 'UTF8'"));
        assertThat(tables(database)).isZero();
    }

    /** As in tables of a host that ignores case everywhere, or has a domain of its own for keys. */
    @ParameterizedTest
    @ValueSource(strings = {"VARCHAR_IGNORECASE(1000)", "host_key", "CHAR(1000)", "VARCHAR(10)"})
    void anH2ColumnThatIsComparedOrKeptOtherwiseIsRefusedUntilTheStatementGivenIsExecuted(String type) {
        DataSource database = h2("");
        new JdbcRowStore(database, MAKING).createSchema(List.of(Visit.TABLE));
        Backend.sql(database, "CREATE DOMAIN host_key AS VARCHAR_IGNORECASE(1000)");
        Backend.sql(database, "ALTER TABLE reengage_visit ALTER COLUMN person SET DATA TYPE " + type);
        BOTH.forEach(options -> assertRefused(
                database,
                options,
                "column REENGAGE_VISIT.PERSON is ",
                ", not VARCHAR_CASESENSITIVE(",
                "execute ALTER TABLE"));
        String told = message(database);
        Backend.sql(database, told.substring(told.indexOf("ALTER TABLE")));
        BOTH.forEach(options -> new JdbcRowStore(database, options).createSchema(List.of(Visit.TABLE)));
    }

    @Test
    void tablesAHostMadeWhileItIgnoresCaseAreRefusedColumnByColumn() {
        DataSource database = h2(";IGNORECASE=TRUE");
        String ddl = new JdbcRowStore(database, MAKING).ddl(List.of(Visit.TABLE));
        Backend.sql(database, ddl.replace("VARCHAR_CASESENSITIVE", "VARCHAR"));
        assertRefused(
                database,
                MAKING.validating(),
                "column REENGAGE_VISIT.PERSON is VARCHAR_IGNORECASE(",
                "column REENGAGE_VISIT.ADDRESS is VARCHAR_IGNORECASE(",
                "column REENGAGE_META.KEY is VARCHAR_IGNORECASE(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ENGLISH",
                "ENGLISH STRENGTH PRIMARY",
                "TURKISH STRENGTH IDENTICAL",
                "CHARSET_CP500",
                "CHARSET_ASCII",
                "CHARSET_LATIN1"
            })
    void anH2WithACollationIsRefusedBeforeATableIsMade(String collation) throws SQLException {
        DataSource database = h2(";COLLATION=" + collation);
        BOTH.forEach(options -> assertRefused(database, options, "H2's setting COLLATION", "without COLLATION"));
        assertThat(tables(database)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Oracle", "MSSQLServer", "Derby", "STRICT"})
    void anH2InAModeOfAnotherSqlIsRefused(String mode) {
        DataSource database = h2(";MODE=" + mode);
        BOTH.forEach(options -> assertRefused(database, options, "H2's setting MODE is " + mode, "MODE=PostgreSQL"));
    }

    private static DataSource h2(String settings) {
        return JdbcConnectionPool.create(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + settings, "sa", "");
    }

    private static int tables(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(
                        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE UPPER(TABLE_NAME) LIKE 'REENGAGE%'")) {
            results.next();
            return results.getInt(1);
        }
    }

    /** Without an index, whose making would fail on another table. */
    private record Bare(String id) {
        private static final Table<Bare> TABLE =
                Table.of(Bare.class, "bare").text("id", Bare::id).key("id").build(row -> new Bare(row.text("id")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE reengage_bare (a INTEGER PRIMARY KEY)",
                "CREATE VIEW reengage_bare AS SELECT 1 AS a"
            })
    void whatElseBearsTheNameOfATableIsRefusedAtTheVeryFirstStart(String other) {
        for (DataSource database : List.of(Postgres.shared().poolInNewSchema(), h2())) {
            Backend.sql(database, other);
            for (int start = 0; start < 2; start++) {
                assertThatThrownBy(() -> new JdbcRowStore(database, MAKING).createSchema(List.of(Bare.TABLE)))
                        .isInstanceOf(LedgerException.class);
            }
        }
    }

    private static DataSource h2() {
        return JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    @Test
    void connectionsThatReadOnlyAreRefusedWithWhatToChange() {
        Postgres postgres = Postgres.shared();
        JdbcConnectionPool database = made(postgres);
        DataSource reading = new WatchedDataSource(() -> {
                    Connection connection = database.getConnection();
                    connection.setReadOnly(true);
                    return connection;
                })
                .dataSource();
        String role = Postgres.newSchema() + "_replica";
        postgres.sql("CREATE ROLE " + role + " LOGIN; ALTER ROLE " + role + " SET default_transaction_read_only = on");
        for (JdbcOptions options : BOTH) {
            assertRefused(reading, options, "The ledger must write", "take readOnly off the data source", "replica");
            assertRefused(postgres.pool(role, "public"), options, "default_transaction_read_only");
        }
        new JdbcRowStore(reading, MAKING).ddl(List.of(Visit.TABLE));
    }

    @Test
    void rightsThatAreMissingAreNamedWithTheStatementThatGrantsThem() throws SQLException {
        Postgres postgres = Postgres.shared();
        JdbcConnectionPool database = made(postgres);
        String schema = text(database, "SELECT current_schema()");
        String role = schema + "_App";
        String quoted = "\"" + role + "\"";
        Backend.sql(database, "CREATE ROLE " + quoted + " LOGIN");
        Backend.sql(database, "GRANT USAGE ON SCHEMA " + schema + " TO " + quoted);
        Backend.sql(database, "GRANT SELECT, INSERT, UPDATE, DELETE ON reengage_meta TO " + quoted);
        Backend.sql(database, "GRANT SELECT, INSERT ON reengage_visit TO " + quoted);
        String remedy = "GRANT DELETE, UPDATE ON \"" + schema + "\".\"reengage_visit\" TO " + quoted;
        for (JdbcOptions options : BOTH) {
            assertRefused(postgres.pool(role, schema), options, "table reengage_visit", remedy);
        }
        Backend.sql(database, remedy);
        for (JdbcOptions options : BOTH) {
            new JdbcRowStore(postgres.pool(role, schema), options).createSchema(List.of(Visit.TABLE));
        }
    }

    @Test
    void whoMayOnlyAppendToATableThatOnlyGrowsMayUseIt() throws SQLException {
        Postgres postgres = Postgres.shared();
        JdbcConnectionPool database = postgres.poolInNewSchema();
        List<Table<?>> tables = List.of(LINES);
        new JdbcRowStore(database, MAKING).createSchema(tables);
        String schema = text(database, "SELECT current_schema()");
        String role = schema + "_writer";
        Backend.sql(database, "CREATE ROLE " + role + " LOGIN");
        Backend.sql(database, "GRANT USAGE ON SCHEMA " + schema + " TO " + role);
        Backend.sql(database, "GRANT SELECT, INSERT, UPDATE, DELETE ON reengage_meta TO " + role);
        assertThatThrownBy(() -> new JdbcRowStore(postgres.pool(role, schema), MAKING).createSchema(tables))
                .hasMessageContaining("GRANT INSERT, SELECT ON \"" + schema + "\".\"reengage_line\" TO " + role);
        Backend.sql(database, "GRANT SELECT, INSERT ON reengage_line TO " + role);
        try (RowStore store = new JdbcRowStore(postgres.pool(role, schema), MAKING)) {
            store.createSchema(tables);
            store.transact(rows -> {
                rows.insert(LINES, List.of(new Line("1")));
                assertThatThrownBy(() -> rows.delete(LINES, Where.all()))
                        .hasMessage("Rows of table line stay as they were inserted");
                return true;
            });
            assertThat(store.<List<Line>>transact(rows -> rows.all(LINES, Where.all())))
                    .containsExactly(new Line("1"));
        }
    }

    private static String text(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            results.next();
            return results.getString(1);
        }
    }

    /** The database's own words are withheld, so ours must do. */
    @Test
    void whatTheDatabaseRefusedIsSaidInWords() {
        assertThat(SqlFailure.ledgerException("It failed", new SQLException("x", "25P03")))
                .hasMessage("It failed (SQLState 25P03, vendor code 0:"
                        + " idle_in_transaction_session_timeout ended the connection)");
        assertThat(SqlFailure.ledgerException("It failed", new SQLException("x", "XX000")))
                .hasMessage("It failed (SQLState XX000, vendor code 0)");
        assertThat(SqlFailure.ledgerException("It failed", new SQLException("x")))
                .hasMessage("It failed (SQLState null, vendor code 0)");
    }
}
