// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.statistics;

import static io.reengage.statistics.KaplanMeier.Observation.censored;
import static io.reengage.statistics.KaplanMeier.Observation.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reengage.statistics.KaplanMeier.Observation;
import io.reengage.statistics.KaplanMeier.Step;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KaplanMeierTest {

    /** Weeks of remission under 6-mercaptopurine, Freireich et al. (1963); a plus marks those still in remission. */
    private static final KaplanMeier TREATED =
            curve("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+");

    /** Weeks to relapse of acute myelogenous leukaemia, not maintained, Miller (1981). */
    private static final KaplanMeier NOT_MAINTAINED = curve("5 5 8 8 12 16+ 23 27 30 33 43 45");

    @ParameterizedTest
    @CsvSource(textBlock = """
                    6, 21, 3, 0.857142857142857, 0.0763603548321213, 0.619717955265984, 0.951551747646997
                    7, 17, 1, 0.80672268907563, 0.0869352851800572, 0.563146564622233, 0.92280901920288
                    10, 15, 1, 0.752941176470588, 0.0963496529943205, 0.503199510799957, 0.889361835169265
                    13, 12, 1, 0.690196078431372, 0.10681470777501, 0.431610222486184, 0.849065963349451
                    16, 11, 1, 0.627450980392157, 0.114053865256753, 0.367510855987502, 0.804912189471841
                    22, 7, 1, 0.53781512605042, 0.128233751693034, 0.267778936767135, 0.746790717635394
                    23, 6, 1, 0.448179271708683, 0.13459145675576, 0.188052005959232, 0.680142628495241
                    """)
    void givesThePublishedCurveWithCensoring(
            double time, long atRisk, long events, double survival, double error, double low, double high) {
        assertStep(step(TREATED, time), atRisk, events, survival, error, low, high);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    5, 12, 2, 0.833333333333333, 0.107582870727984, 0.481714942195379, 0.955509365728065
                    8, 10, 2, 0.666666666666667, 0.136082763487954, 0.337018932541402, 0.85971179908444
                    12, 8, 1, 0.583333333333333, 0.142318760638328, 0.270138924085497, 0.800940192333387
                    23, 6, 1, 0.486111111111111, 0.148130062553483, 0.191876619618728, 0.729671569779485
                    27, 5, 1, 0.388888888888889, 0.146986183948033, 0.126272012195394, 0.649817408289315
                    30, 4, 1, 0.291666666666667, 0.138715169134987, 0.0724016089077718, 0.560886052671409
                    33, 3, 1, 0.194444444444444, 0.121874505380446, 0.0311986429312119, 0.461429476238114
                    43, 2, 1, 0.0972222222222222, 0.0918663649675205, 0.00574630569586383, 0.34890386111075
                    """)
    void givesThePublishedCurveThatReachesZero(
            double time, long atRisk, long events, double survival, double error, double low, double high) {
        assertStep(step(NOT_MAINTAINED, time), atRisk, events, survival, error, low, high);
    }

    @Test
    void stepsOnlyAtEvents() {
        assertThat(TREATED.steps()).extracting(Step::time).containsExactly(6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0);
    }

    @Test
    void knowsNoErrorOnceNobodyIsLeft() {
        Step last = step(NOT_MAINTAINED, 45);

        assertThat(last.survival()).isZero();
        assertThat(last.standardError()).isEmpty();
        assertThat(last.limits(0.95)).isEmpty();
    }

    @Test
    void readsTheCurveBetweenItsSteps() {
        assertThat(TREATED.survivalAt(0)).hasValue(1);
        assertThat(TREATED.survivalAt(5.9)).hasValue(1);
        assertThat(TREATED.survivalAt(6)).hasValue(step(TREATED, 6).survival());
        assertThat(TREATED.survivalAt(35)).hasValue(step(TREATED, 23).survival());
    }

    @Test
    void knowsNothingBeyondTheLastObservation() {
        assertThat(TREATED.survivalAt(35.1)).isEmpty();
        assertThat(TREATED.survivalAt(-1)).isEmpty();
    }

    @Test
    void staysAtZeroOnceNobodyIsLeft() {
        assertThat(NOT_MAINTAINED.survivalAt(1000)).hasValue(0);
    }

    @Test
    void countsThoseCensoredAtTheTimeOfAnEventAsAtRisk() {
        KaplanMeier curve = KaplanMeier.of(List.of(censored(3), event(3), event(9)));

        assertThat(curve.steps().get(0).atRisk()).isEqualTo(3);
        assertThat(curve.steps().get(1).atRisk()).isEqualTo(1);
    }

    @Test
    void knowsNothingWithoutObservations() {
        KaplanMeier curve = KaplanMeier.of(List.of());

        assertThat(curve.steps()).isEmpty();
        assertThat(curve.survivalAt(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesATimeThatIsNone(double time) {
        assertThatIllegalArgumentException().isThrownBy(() -> event(time)).withMessageContaining("time");
    }

    private static void assertStep(
            Step step, long atRisk, long events, double survival, double error, double low, double high) {
        Interval limits = step.limits(0.95).orElseThrow();

        assertThat(step.atRisk()).isEqualTo(atRisk);
        assertThat(step.events()).isEqualTo(events);
        assertThat(step.survival()).isCloseTo(survival, within(1e-12));
        assertThat(step.standardError().orElseThrow()).isCloseTo(error, within(1e-12));
        assertThat(limits.low()).isCloseTo(low, within(1e-12));
        assertThat(limits.high()).isCloseTo(high, within(1e-12));
    }

    private static Step step(KaplanMeier curve, double time) {
        return curve.steps().stream()
                .filter(step -> step.time() == time)
                .findFirst()
                .orElseThrow();
    }

    private static KaplanMeier curve(String times) {
        return KaplanMeier.of(
                Stream.of(times.split(" ")).map(KaplanMeierTest::observation).toList());
    }

    private static Observation observation(String time) {
        return time.endsWith("+")
                ? censored(Double.parseDouble(time.substring(0, time.length() - 1)))
                : event(Double.parseDouble(time));
    }
}
