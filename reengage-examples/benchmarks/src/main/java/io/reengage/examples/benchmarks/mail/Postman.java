// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.mail;

/** Hands over one mail after the other. Used by one thread. */
interface Postman {

    /** Returns once the server has taken the mail. */
    void send(Mailing.Mail mail) throws Exception;

    /** Lets go of the connection. */
    default void end() throws Exception {}

    /** What all postmen of one contender share for one round. */
    interface Office {

        /** A postman for one of the connections. */
        Postman postman() throws Exception;

        /** Lets go of what its postmen shared. */
        default void end() throws Exception {}
    }

    /** Opens an office. */
    interface Opening {
        Office open(Route route) throws Exception;
    }

    /** Where the server is, and over how many connections. */
    record Route(String host, int port, int connections) {}
}
