// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.statistics.Interval;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void writesRatesWithTheDigitsThatMatter() {
        assertThat(Figures.percent(0.25)).isEqualTo("25 %");
        assertThat(Figures.percent(0.0481)).isEqualTo("4.8 %");
        assertThat(Figures.percent(0.00382)).isEqualTo("0.38 %");
        assertThat(Figures.percent(0.0398)).isEqualTo("4.0 %");
        assertThat(Figures.percent(0)).isEqualTo("0 %");
        assertThat(Figures.percent(1, 0)).isEqualTo("-");
    }

    @Test
    void writesBothLimitsWithTheSameDigits() {
        assertThat(Figures.percents(new Interval(0.0012, 0.0382))).isEqualTo("0.1 to 3.8 %");
        assertThat(Figures.points(new Interval(-0.0012, 0.0382))).isEqualTo("-0.1 to +3.8 points");
        assertThat(Figures.points(new Interval(-0.0001, 0.0382))).isEqualTo("0.0 to +3.8 points");
    }

    @Test
    void roundsEstimatesToTwoDigits() {
        assertThat(Figures.about(16_034)).isEqualTo("16,000");
        assertThat(Figures.about(967.2)).isEqualTo("970");
        assertThat(Figures.about(41.6)).isEqualTo("42");
        assertThat(Figures.about(-16_034)).isEqualTo("-16,000");
        assertThat(Figures.about(0)).isEqualTo("0");
    }

    @Test
    void writesMoneyWithoutMinusZero() {
        assertThat(Figures.money(-0.0)).isEqualTo("0.00");
        assertThat(Figures.money(1_234.5)).isEqualTo("1,234.50");
    }

    @Test
    void countsOneAsOne() {
        assertThat(Figures.people(1)).isEqualTo("1 person");
        assertThat(Figures.messages(2)).isEqualTo("2 messages");
        assertThat(Figures.points(0.01)).isEqualTo("1 point");
    }
}
