// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

/**
 * A bug that is planted on purpose.
 *
 * @param name what it is, with the catalogue's number where it has one
 * @param file the class, below {@code io/reengage}
 * @param text what is there, exactly once
 * @param replacement what is put in its place
 * @param scenario what must notice it, see {@link Scenarios}
 */
record PlantedBug(String name, String file, String text, String replacement, String scenario) {

    @Override
    public String toString() {
        return name;
    }
}
