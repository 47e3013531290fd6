// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How well one colour stands out from another (WCAG 2.2, relative luminance and contrast ratio). */
final class Contrast {
    /** What WCAG 2.2 asks of text of ordinary size, level AA. */
    static final double ENOUGH = 4.5;

    private static final Map<String, String> NAMES = Map.of(
            "white", "#ffffff", "black", "#000000", "gray", "#808080", "red", "#ff0000", "blue", "#0000ff", "green",
            "#008000", "navy", "#000080", "orange", "#ffa500", "yellow", "#ffff00", "silver", "#c0c0c0");

    private Contrast() {}

    /** From 1 to 21; empty if one of the two is not a plain opaque colour. */
    static OptionalDouble of(String one, String other) {
        int[] first = colour(one);
        int[] second = colour(other);
        if (first == null || second == null) {
            return OptionalDouble.empty();
        }
        double lighter = Math.max(luminance(first), luminance(second));
        double darker = Math.min(luminance(first), luminance(second));
        return OptionalDouble.of((lighter + 0.05) / (darker + 0.05));
    }

    private static double luminance(int[] colour) {
        return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
    }

    private static double linear(int value) {
        double part = value / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static int @Nullable [] colour(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        String hex = NAMES.getOrDefault(plain, plain);
        try {
            if (hex.startsWith("#") && hex.length() == 4) {
                int value = Integer.parseInt(hex.substring(1), 16);
                return new int[] {(value >> 8) * 17, (value >> 4 & 15) * 17, (value & 15) * 17};
            }
            if (hex.startsWith("#") && hex.length() == 7) {
                int value = Integer.parseInt(hex.substring(1), 16);
                return new int[] {value >> 16, value >> 8 & 255, value & 255};
            }
            if (hex.startsWith("rgb(") && hex.endsWith(")")) {
                String[] parts = hex.substring(4, hex.length() - 1).split(",", -1);
                return parts.length == 3 ? new int[] {part(parts[0]), part(parts[1]), part(parts[2])} : null;
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return null;
    }

    private static int part(String text) {
        return Math.min(255, Math.max(0, Integer.parseInt(text.strip())));
    }
}
