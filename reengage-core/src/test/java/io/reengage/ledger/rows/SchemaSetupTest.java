// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.ledger.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reengage.ledger.LedgerException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How tables come into being, and from one version to the next. */
class SchemaSetupTest {

    /** An item as the first release kept it. */
    private record First(String id, String name) {
        static final Table<First> TABLE = Table.of(First.class, "item")
                .text("id", First::id)
                .text("name", First::name)
                .key("id")
                .build(row -> new First(row.text("id"), row.text("name")));
    }

    /** The same a release later: with two columns, an index, and another table. */
    private record Item(
            String id, String name, int stars, @Nullable String note) {
        static final Table<Item> TABLE = Table.of(Item.class, "item")
                .text("id", Item::id)
                .text("name", Item::name)
                .integer("stars", Item::stars)
                .text("note", Item::note)
                .nullable()
                .key("id")
                .index("stars")
                .build(row -> new Item(row.text("id"), row.text("name"), row.integer("stars"), row.textOrNull("note")));
    }

    private static final List<Table<?>> FIRST = List.of(First.TABLE, Visit.TABLE);
    private static final List<Table<?>> SECOND = List.of(Item.TABLE, Visit.TABLE, Tag.TABLE);
    private static final List<Migration> TO_SECOND = List.of(Migration.to(2)
            .column(Item.TABLE, "stars", 3)
            .column(Item.TABLE, "note")
            .index(Item.TABLE, "stars")
            .table(Tag.TABLE)
            .statement("UPDATE {item} SET note = 'was here' WHERE note IS NULL AND stars = 3"));
    private static final Item MIGRATED = new Item("a", "it's", 3, "was here");

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSecondReleaseFindsTheRowsOfTheFirstInTheTablesOfTheSecond(Backend backend) throws SQLException {
        DataSource database = firstRelease(backend);
        RowStore store = second(database);
        assertThat(items(store)).containsExactly(MIGRATED);
        assertThat(description(database)).isEqualTo(description(freshSecond(backend)));
        store.transact(rows -> rows.insertNew(Tag.TABLE, List.of(new Tag("u", "v"))));
        assertThat(items(second(database))).containsExactly(MIGRATED);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aMigrationCutOffAtAnyStatementIsFinishedByTheNextStart(Backend backend) throws SQLException {
        Set<String> wanted = description(freshSecond(backend));
        int cuts = 0;
        for (boolean cut = true; cut; ) {
            JdbcConnectionPool database = firstRelease(backend);
            cut = isCutOff(database, cuts + 1);
            cuts += cut ? 1 : 0;
            assertThat(items(second(database))).as("cut at %s", cuts).containsExactly(MIGRATED);
            assertThat(description(database)).as("cut at %s", cuts).isEqualTo(wanted);
            database.dispose();
        }
        assertThat(cuts).isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aCreationCutOffAtAnyStatementIsFinishedByTheNextStart(Backend backend) throws SQLException {
        Set<String> wanted = description(freshSecond(backend));
        int cuts = 0;
        for (boolean cut = true; cut; ) {
            JdbcConnectionPool database = backend.empty();
            cut = isCutOff(database, cuts + 1);
            cuts += cut ? 1 : 0;
            second(database);
            assertThat(description(database)).as("cut at %s", cuts).isEqualTo(wanted);
            database.dispose();
        }
        assertThat(cuts).isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void manyNodesMigrateAtOnce(Backend backend) throws Exception {
        for (int round = 0; round < 3; round++) {
            JdbcConnectionPool database = firstRelease(backend);
            RowStoreTransactionContract.together(node -> items(second(database)))
                    .forEach(items -> assertThat(items).containsExactly(MIGRATED));
            assertThat(description(database)).isEqualTo(description(freshSecond(backend)));
            database.dispose();
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void manyNodesCreateAtOnce(Backend backend) throws Exception {
        for (int round = 0; round < 3; round++) {
            JdbcConnectionPool database = backend.empty();
            RowStoreTransactionContract.together(node -> items(second(database)))
                    .forEach(items -> assertThat(items).isEmpty());
            assertThat(description(database)).isEqualTo(description(freshSecond(backend)));
            database.dispose();
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void whatAnEarlierReleaseLeftHalfMadeIsMadeWhole(Backend backend) throws SQLException {
        DataSource database = firstRelease(backend);
        Backend.sql(database, "DELETE FROM reengage_meta");
        assertThat(items(second(database))).containsExactly(MIGRATED);
        assertThat(description(database)).isEqualTo(description(freshSecond(backend)));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void tablesOfALaterReleaseAreRefusedWithBothVersionsAndLeftAlone(Backend backend) throws SQLException {
        DataSource database = freshSecond(backend);
        Set<String> before = description(database);
        assertThatThrownBy(() -> store(database).createSchema(FIRST))
                .isInstanceOf(LedgerException.class)
                .hasMessageContainingAll("version 2", "version 1");
        assertThatThrownBy(() -> validating(database).createSchema(FIRST))
                .isInstanceOf(LedgerException.class)
                .hasMessageContainingAll("version 2", "version 1");
        assertThat(description(database)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aColumnOfAnotherTypeIsRefusedInsteadOfFailingLater(Backend backend) {
        DataSource database = freshSecond(backend);
        Backend.sql(database, "ALTER TABLE reengage_item ALTER COLUMN stars SET DATA TYPE BIGINT");
        assertThatThrownBy(() -> second(database))
                .isInstanceOf(LedgerException.class)
                .satisfies(e -> assertThat(e.getMessage()).containsIgnoringCase("stars is "))
                .hasMessageContaining("not INTEGER");
    }

    @Test
    void migrationsAreNumberedWithoutAGapAndSayWhatTheyNeed() {
        DataSource database = Backend.H2.empty();
        assertThatThrownBy(() -> store(database).createSchema(SECOND, List.of(Migration.to(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 2");
        assertThatThrownBy(() -> Migration.to(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Migration.to(2).column(Item.TABLE, "stars"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stars");
        assertThatThrownBy(() -> Migration.to(2).column(Item.TABLE, "stars", "three"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stars");
        assertThatThrownBy(() -> Migration.to(2).index(Item.TABLE, "note"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("note");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void validatingCreatesNothingAndNamesEverythingThatIsMissing(Backend backend) throws SQLException {
        DataSource database = backend.empty();
        assertThatThrownBy(() -> validating(database).createSchema(FIRST))
                .isInstanceOf(LedgerException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .containsIgnoringCase("reengage_meta is missing")
                        .containsIgnoringCase("reengage_item is missing")
                        .containsIgnoringCase("reengage_visit is missing"));
        assertThat(description(database)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void whatTheDdlMadeIsValidAndWhatWasBrokenSinceIsNamed(Backend backend) {
        DataSource database = backend.empty();
        Backend.sql(database, validating(database).ddl(FIRST));
        validating(database).createSchema(FIRST);
        String visit = "ALTER TABLE reengage_visit ";
        Backend.sql(database, visit + "ALTER COLUMN spent SET DATA TYPE NUMERIC(10, 2)");
        Backend.sql(database, visit + "DROP COLUMN note");
        Backend.sql(database, visit + "ALTER COLUMN open DROP NOT NULL");
        Backend.sql(database, visit + "ALTER COLUMN due SET NOT NULL");
        Backend.sql(database, visit + "ADD COLUMN theirs INTEGER NOT NULL");
        Backend.sql(database, "DROP INDEX reengage_visit_ix1");
        Backend.sql(database, "DROP INDEX reengage_visit_ix2");
        assertThatThrownBy(() -> validating(database).createSchema(FIRST))
                .isInstanceOf(LedgerException.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT))
                        .contains(
                                "visit.spent is ",
                                "visit.note is missing",
                                "visit.open must be not null",
                                "visit.due must be nullable",
                                "visit.theirs is not known",
                                "a unique index of [run, address]",
                                "an index of [run, due, shard, person]"));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theDdlOfTheSecondReleaseBringsTheTablesOfTheFirstUpToDateAndMayBeRepeated(Backend backend)
            throws SQLException {
        DataSource database = backend.empty();
        Backend.sql(database, validating(database).ddl(FIRST));
        assertThatThrownBy(() -> validating(database).createSchema(SECOND, TO_SECOND))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("schema_version 2, it says 1")
                .satisfies(e -> assertThat(e.getMessage()).containsIgnoringCase("item.stars is missing"));
        String ddl = validating(database).ddl(SECOND, TO_SECOND);
        Backend.sql(database, ddl);
        Backend.sql(database, ddl);
        validating(database).createSchema(SECOND, TO_SECOND);
        assertThat(description(database)).isEqualTo(description(freshSecond(backend)));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aLedgerOfAnotherTenantIsRefusedBeforeAnythingIsChanged(Backend backend) throws SQLException {
        DataSource database = backend.empty();
        JdbcOptions shopA = JdbcOptions.ofDefaults().withTenant("shop-a");
        new JdbcRowStore(database, shopA).createSchema(FIRST);
        new JdbcRowStore(database, shopA).createSchema(FIRST);
        Set<String> before = description(database);
        for (JdbcOptions other : List.of(
                JdbcOptions.ofDefaults().withTenant("shop-b"),
                JdbcOptions.ofDefaults().withTenant("shop-b").validating(),
                JdbcOptions.ofDefaults())) {
            assertThatThrownBy(() -> new JdbcRowStore(database, other).createSchema(SECOND, TO_SECOND))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("shop-a");
        }
        assertThat(description(database)).isEqualTo(before);
        new JdbcRowStore(database, shopA).createSchema(SECOND, TO_SECOND);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSchemaOfItsOwnIsMadeAndUsedWhateverSchemaConnectionsComeWith(Backend backend) throws SQLException {
        DataSource database = backend.empty();
        String schema = Postgres.newSchema() + "_own";
        JdbcOptions options =
                JdbcOptions.ofDefaults().withSchema(schema).withPrefix("Re_").withTenant("o'neill");
        RowStore store = new JdbcRowStore(database, options);
        store.createSchema(SECOND, TO_SECOND);
        store.transact(rows -> rows.insertNew(Item.TABLE, List.of(MIGRATED)));
        assertThat(items(store)).containsExactly(MIGRATED);
        assertThat(description(database)).isEmpty();
        new JdbcRowStore(database, options.validating()).createSchema(SECOND, TO_SECOND);
        Backend.sql(database, "SELECT id, name, stars, note FROM " + schema + ".re_item");
        String ddl = new JdbcRowStore(database, options.withSchema(schema + "2")).ddl(SECOND, TO_SECOND);
        Backend.sql(database, ddl);
        new JdbcRowStore(database, options.withSchema(schema + "2").validating()).createSchema(SECOND, TO_SECOND);
    }

    @Test
    void aUserWhoMayNotCreateTablesIsToldTheStatement() {
        Postgres postgres = Postgres.shared();
        String role = Postgres.newSchema() + "_reader";
        postgres.sql("CREATE ROLE " + role + " LOGIN");
        DataSource database = postgres.pool(role, "public");
        assertThatThrownBy(() -> store(database).createSchema(FIRST))
                .isInstanceOf(LedgerException.class)
                .hasMessageContainingAll("42501", "CREATE TABLE", "DDL");
    }

    private static boolean isCutOff(DataSource database, int statement) {
        WatchedDataSource watched = new WatchedDataSource(database::getConnection);
        watched.failStatement(statement);
        try {
            second(watched.dataSource());
            return false;
        } catch (LedgerException e) {
            assertThat(e).hasMessageContaining("57P01");
            return true;
        } finally {
            assertThat(watched.open()).isZero();
        }
    }

    private static JdbcConnectionPool firstRelease(Backend backend) {
        JdbcConnectionPool database = backend.empty();
        RowStore store = store(database);
        store.createSchema(FIRST);
        store.transact(rows -> rows.insertNew(First.TABLE, List.of(new First("a", "it's"))));
        return database;
    }

    private static DataSource freshSecond(Backend backend) {
        DataSource database = backend.empty();
        second(database);
        return database;
    }

    private static RowStore second(DataSource database) {
        RowStore store = store(database);
        store.createSchema(SECOND, TO_SECOND);
        return store;
    }

    private static JdbcRowStore store(DataSource database) {
        return new JdbcRowStore(database, JdbcOptions.ofDefaults());
    }

    private static JdbcRowStore validating(DataSource database) {
        return new JdbcRowStore(database, JdbcOptions.ofDefaults().validating());
    }

    private static List<Item> items(RowStore store) {
        return store.transact(rows -> rows.select(Item.TABLE, Where.all(), List.of(), 9));
    }

    /** Columns with their types and defaults, and indexes with their columns, in the schema that connections come with. */
    private static Set<String> description(DataSource database) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (Connection connection = database.getConnection()) {
            DatabaseMetaData metaData = connection.getMetaData();
            String schema = connection.getSchema();
            Set<String> tables = new TreeSet<>();
            try (ResultSet columns = metaData.getColumns(null, schema, "%", "%")) {
                while (columns.next()) {
                    tables.add(columns.getString("TABLE_NAME"));
                    found.add(String.join(
                            " ",
                            columns.getString("TABLE_NAME"),
                            columns.getString("COLUMN_NAME"),
                            columns.getString("TYPE_NAME"),
                            columns.getString("COLUMN_SIZE"),
                            columns.getString("IS_NULLABLE"),
                            columns.getString("COLUMN_DEF")));
                }
            }
            for (String table : tables) {
                TreeMap<String, String> indexes = new TreeMap<>();
                try (ResultSet entries = metaData.getIndexInfo(null, schema, table, false, true)) {
                    while (entries.next()) {
                        String kind = table + " index unique " + !entries.getBoolean("NON_UNIQUE");
                        indexes.merge(
                                entries.getString("INDEX_NAME"),
                                kind + " " + entries.getString("COLUMN_NAME"),
                                (before, last) -> before + " " + entryOf(last));
                    }
                }
                found.addAll(indexes.values());
            }
        }
        return found;
    }

    private static String entryOf(String last) {
        return last.substring(last.lastIndexOf(' ') + 1);
    }
}
