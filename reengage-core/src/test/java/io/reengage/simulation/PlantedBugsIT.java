// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The suite is only worth something if it finds bugs that are there. */
class PlantedBugsIT {
    private static final int HISTORIES = Integer.getInteger("reengage.simulation.planted", 1500);

    @Test
    void everyPlantedBugIsCaught() {
        List<String> missed = new ArrayList<>();
        StringBuilder report = new StringBuilder();
        for (PlantedBug bug : PlantedBugs.ALL) {
            String found = Mutant.of(bug).find(bug.scenario(), HISTORIES);
            report.append(found.isEmpty() ? "MISSED " : "caught ").append(bug.name());
            report.append(" [")
                    .append(bug.scenario())
                    .append("] ")
                    .append(brief(found))
                    .append('\n');
            if (found.isEmpty()) {
                missed.add(bug.name());
            }
        }
        int all = PlantedBugs.ALL.size();
        System.out.println(report.append("planted bugs caught: ")
                .append(all - missed.size())
                .append('/')
                .append(all));
        PlantedBugs.ABSENT.forEach(System.out::println);
        assertThat(missed).isEmpty();
    }

    private static String brief(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 160 ? line.substring(0, 160) : line;
    }

    @Test
    void withoutABugNothingIsFound() {
        Mutant sound = Mutant.none();
        Set<String> scenarios =
                PlantedBugs.ALL.stream().map(PlantedBug::scenario).collect(Collectors.toSet());
        assertThat(scenarios)
                .allSatisfy(scenario ->
                        assertThat(sound.find(scenario, 50)).as(scenario).isEmpty());
    }
}
