// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment.sql;

import java.sql.SQLException;

/** The host's database did not do what it was asked. Carries codes only: messages of drivers may quote personal data. */
public final class HostDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sqlState;

    HostDatabaseException(String what, SQLException failure) {
        super(what + " failed (SQLState " + failure.getSQLState() + ", code " + failure.getErrorCode() + ")");
        this.sqlState = failure.getSQLState() == null ? "" : failure.getSQLState();
        setStackTrace(failure.getStackTrace());
    }

    /** The five characters by which databases name what went wrong; empty if the driver gave none. */
    public String sqlState() {
        return sqlState;
    }
}
