// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column names the rows. Wide ones scroll by themselves. */
final class Table {

    private final String caption;
    private final List<String> head;
    private int names = 1;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String caption, String... head) {
        this.caption = caption;
        this.head = List.of(head);
    }

    /** So many columns from the left hold names, not numbers. */
    Table names(int columns) {
        names = columns;
        return this;
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    void render(Markup page) {
        String id = page.nextId("table");
        page.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-labelledby", id)
                .open("table")
                .open("caption", "id", id)
                .leaf("span", caption)
                .close()
                .open("thead")
                .open("tr");
        for (int i = 0; i < head.size(); i++) {
            page.leaf("th", head.get(i), "scope", "col", "class", kind(i));
        }
        page.close().close().open("tbody");
        rows.forEach(cells -> row(page, cells));
        page.close().close().close();
    }

    private void row(Markup page, List<String> cells) {
        page.open("tr").leaf("th", cells.get(0), "scope", "row", "class", kind(0));
        for (int i = 1; i < cells.size(); i++) {
            page.leaf("td", cells.get(i), "class", kind(i));
        }
        page.close();
    }

    private String kind(int column) {
        return column < names ? "name" : "number";
    }
}
