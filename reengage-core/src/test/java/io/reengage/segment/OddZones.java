// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import java.util.List;

/** Zones far from UTC, off by fractions of an hour, or whose days begin or end oddly. */
public final class OddZones {
    /** Their names. */
    public static final List<String> NAMES = List.of(
            "Pacific/Kiritimati",
            "Pacific/Niue",
            "Antarctica/McMurdo",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Pacific/Apia");

    private OddZones() {}
}
