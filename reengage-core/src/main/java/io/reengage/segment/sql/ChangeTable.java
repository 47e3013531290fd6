// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Remembers which changes of standing were written, so that one that comes again has no further effect. */
record ChangeTable(String quoted, String key) {

    static String ddl(Dialect dialect, String name) {
        return "CREATE TABLE " + dialect.quote(name) + " (" + dialect.quote("id")
                + " VARCHAR(300) NOT NULL PRIMARY KEY)"
                + (dialect == Dialect.MYSQL ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "");
    }

    static ChangeTable of(Catalog catalog, Connection connection, String name, boolean create) throws SQLException {
        if (!catalog.exists(name)) {
            String ddl = ddl(catalog.dialect(), name);
            if (!create) {
                throw new IllegalArgumentException(
                        "changes: there is no table " + name + " to remember applied changes in:" + " create it with "
                                + ddl + ", or say creatingChangeTable(), or readOnly()");
            }
            create(catalog, connection, name, ddl);
        }
        Table table = catalog.table("changes", name);
        Column id = table.column("changes.id", "id", Column.Kind.TEXT);
        table.requireKey("changes", id);
        return new ChangeTable(table.quoted(), id.quoted());
    }

    /** Lasts on a connection that commits by hand, too; that another node makes it at the same moment is no failure. */
    private static void create(Catalog catalog, Connection connection, String name, String ddl) throws SQLException {
        boolean byHand = !connection.getAutoCommit();
        try (Statement statement = connection.createStatement()) {
            statement.execute(ddl);
            if (byHand) {
                connection.commit();
            }
        } catch (SQLException e) {
            if (byHand) {
                connection.rollback();
            }
            if (!catalog.exists(name)) {
                throw e;
            }
        }
    }

    Set<String> known(Connection connection, Collection<String> ids) throws SQLException {
        Set<String> known = new HashSet<>();
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += Database.PORTION) {
            List<String> some = all.subList(from, Math.min(all.size(), from + Database.PORTION));
            try (PreparedStatement select = connection.prepareStatement("SELECT " + key + " FROM " + quoted + " WHERE "
                            + key + " IN (" + Dialect.marks(some.size()) + ")");
                    ResultSet rows = Database.query(select, List.copyOf(some))) {
                while (rows.next()) {
                    known.add(rows.getString(1));
                }
            }
        }
        return known;
    }

    void add(Connection connection, String id) throws SQLException {
        Database.update(connection, Sql.of("INSERT INTO " + quoted + " (" + key + ") VALUES (?)", id));
    }
}
