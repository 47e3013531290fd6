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
    @ValueSource(strings = {"\"und-x-icu\"", "ignores_case", "\"Sorts like people\""})
    void aColumnThatIsNotComparedByteByByteIsRefusedUntilTheStatementGivenIsExecuted(String collation) {
        Postgres postgres = Postgres.shared();
        JdbcConnectionPool database = made(postgres);
        Backend.sql(
                database,
                "CREATE COLLATION ignores_case (provider = icu, locale = 'und-u-ks-level2',"
                        + " deterministic = false)");
        Backend.sql(database, "CREATE COLLATION \"Sorts like people\" (provider = icu, locale = 'en')");
        Backend.sql(database, "ALTER TABLE reengage_visit ALTER COLUMN person SET DATA TYPE TEXT COLLATE " + collation);
        BOTH.forEach(options -> assertRefused(
                database, options, "column reengage_visit.person", collation.replace("\"", ""), "COLLATE \"C\""));
        String told = message(database);
        Backend.sql(database, told.substring(told.indexOf("ALTER TABLE")));
        BOTH.forEach(options -> new JdbcRowStore(database, options).createSchema(List.of(Visit.TABLE)));
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

    @ParameterizedTest
    @ValueSource(strings = {"ENGLISH", "ENGLISH STRENGTH PRIMARY", "TURKISH STRENGTH IDENTICAL"})
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
}
