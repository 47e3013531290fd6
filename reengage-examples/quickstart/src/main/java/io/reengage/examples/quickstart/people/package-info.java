/**
 * Simulated people: they read the mail that really arrived, follow the link they find in it over HTTP, and press the buttons of
 * the page they get. They know nothing of the library.
 *
 * <p>Read {@link io.reengage.examples.quickstart.people.SimulatedPeople} first. Not safe for several threads.
 */
@NullMarked
package io.reengage.examples.quickstart.people;

import org.jspecify.annotations.NullMarked;
