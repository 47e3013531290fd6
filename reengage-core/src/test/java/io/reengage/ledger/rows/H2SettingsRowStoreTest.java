// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H2 as hosts that also run on PostgreSQL set it, which turns its case of names and its place for nulls around. */
class H2SettingsRowStoreTest extends RowStoreContract {

    @Override
    RowStore open() {
        return new JdbcRowStore(
                database("MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"),
                JdbcRowStore.DEFAULT_PREFIX);
    }

    private static JdbcConnectionPool database(String settings) {
        return JdbcConnectionPool.create(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;" + settings, "sa", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MODE=MySQL;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                "MODE=LEGACY;IGNORECASE=TRUE",
                "MODE=DB2;DATABASE_TO_UPPER=FALSE"
            })
    void otherSettingsChangeNothingAboutTheTablesEither(String settings) {
        JdbcConnectionPool database = database(settings);
        new JdbcRowStore(database, JdbcOptions.ofDefaults()).createSchema(List.of(Visit.TABLE, Tag.TABLE));
        new JdbcRowStore(database, JdbcOptions.ofDefaults().validating()).createSchema(List.of(Visit.TABLE, Tag.TABLE));
    }
}
