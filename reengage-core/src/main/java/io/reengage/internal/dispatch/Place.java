// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.dispatch;

import java.util.List;
import java.util.function.Function;

/**
 * Where in a text a link stands.
 *
 * @param start the first character of the address as it is written
 * @param end the first after it
 * @param address the address it means
 */
record Place(int start, int end, String address) {

    /**
     * The text with other addresses at these places, everything else as it was.
     *
     * @param places in order, none within another
     * @param written what to write instead
     */
    static String replaced(String text, List<Place> places, Function<Place, String> written) {
        StringBuilder out = new StringBuilder(text.length() + 300 * places.size());
        int from = 0;
        for (Place place : places) {
            out.append(text, from, place.start).append(written.apply(place));
            from = place.end;
        }
        return out.append(text, from, text.length()).toString();
    }
}
