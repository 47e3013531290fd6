/** The whole loop on one machine: a database in memory, a mail server that keeps what it gets. */
@NullMarked
package io.reengage.examples.quickstart;

import org.jspecify.annotations.NullMarked;
