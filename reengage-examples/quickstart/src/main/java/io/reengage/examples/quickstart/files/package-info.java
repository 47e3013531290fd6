/**
 * Reads a host's own CSV files, strictly: a file is taken whole or not at all, and what is wrong is said with file, line and
 * fix.
 *
 * <p>Read {@link io.reengage.examples.quickstart.files.ListFiles} first. Not safe for several threads.
 */
@NullMarked
package io.reengage.examples.quickstart.files;

import org.jspecify.annotations.NullMarked;
