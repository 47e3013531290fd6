/**
 * The whole loop on one machine: a shop with a database file, a mail server that keeps what it gets, landing pages on the JDK's
 * web server, and people who answer.
 *
 * <p>Read {@link io.reengage.examples.quickstart.Campaigns} first, then {@link io.reengage.examples.quickstart.DemoShop} for what
 * a host brings and {@link io.reengage.examples.quickstart.DemoWorld} for how it is put together.
 */
@NullMarked
package io.reengage.examples.quickstart;

import org.jspecify.annotations.NullMarked;
