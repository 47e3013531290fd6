// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.segment;

import static io.reengage.activity.ActivityType.APP_OPENED;
import static io.reengage.activity.ActivityType.CARTED;
import static io.reengage.activity.ActivityType.CLICKED;
import static io.reengage.activity.ActivityType.OPENED;
import static io.reengage.activity.ActivityType.PURCHASED;
import static io.reengage.segment.Conditions.abandoned;
import static io.reengage.segment.Conditions.attribute;
import static io.reengage.segment.Conditions.confirmed;
import static io.reengage.segment.Conditions.consented;
import static io.reengage.segment.Conditions.did;
import static io.reengage.segment.Conditions.first;
import static io.reengage.segment.Conditions.ignored;
import static io.reengage.segment.Conditions.inSegment;
import static io.reengage.segment.Conditions.inactive;
import static io.reengage.segment.Conditions.listed;
import static io.reengage.segment.Conditions.livesIn;
import static io.reengage.segment.Conditions.not;
import static io.reengage.segment.Conditions.overdue;
import static io.reengage.segment.Conditions.property;
import static io.reengage.segment.Conditions.sample;
import static io.reengage.segment.Conditions.sequence;
import static io.reengage.segment.Conditions.speaks;
import static io.reengage.segment.Conditions.spent;
import static io.reengage.segment.Conditions.unlikelyToReturn;
import static io.reengage.segment.Conditions.was;
import static io.reengage.segment.People.NOW;
import static io.reengage.segment.People.aPerson;
import static io.reengage.segment.People.daysAgo;
import static io.reengage.segment.Span.days;
import static io.reengage.segment.Span.hours;
import static io.reengage.segment.Span.months;
import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.Activity;
import io.reengage.activity.ActivityType;
import io.reengage.activity.Observation;
import io.reengage.subscriber.Consent;
import io.reengage.subscriber.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people read, sentence by sentence, of one person in Osaka at nine in the evening of 15 June 2026. */
class ExplanationSentencesTest {
    private static final List<Condition> ASKED = List.of(
            inactive(CLICKED).forAtLeast(months(6)).afterReceiving(5),
            inactive(Cadence.WEEKLY),
            ignored(),
            ignored(1).on("email"),
            abandoned("cartId").after(hours(4)).without(PURCHASED),
            overdue(PURCHASED).typically(days(30)),
            unlikelyToReturn("return-curve").within(days(90)).below(0.2),
            did(PURCHASED)
                    .where(property("category").is("shoes"))
                    .where(property("value").moreThan(50))
                    .atLeast(2)
                    .within(days(90)),
            did(CLICKED, APP_OPENED).never().within(days(30)),
            not(did(OPENED.machine())),
            confirmed("keep-me"),
            spent().atLeast(100).within(days(365)),
            first(PURCHASED).atMost(days(400)),
            sequence(CARTED).then(PURCHASED).within(days(3)),
            sequence(CARTED).notThen(PURCHASED).within(days(1)),
            new RfmScore(
                    Set.of(PURCHASED),
                    RfmScore.Measure.RECENCY,
                    List.of(new BigDecimal(-300), new BigDecimal(-200), new BigDecimal(-100), new BigDecimal(-50)),
                    5,
                    5),
            consented("offers").on("sms"),
            consented("offers").withinLast(days(90)).proven(),
            listed("vip", Subscription.Status.RETIRED).forAtLeast(days(90)),
            livesIn("DE", "FR"),
            speaks("ja"),
            sample(Share.percent(10), "spring"),
            attribute("pets").in("fish", "dog"),
            attribute("age").lessThan("x"),
            attribute("born").anniversaryWithin(days(7)),
            attribute("renewal").lessThan(LocalDate.of(2026, 7, 1)),
            attribute("nowhere").is(1),
            inSegment("dormant"),
            was(did(PURCHASED)).ago(months(6)));

    private static final People HANAKO = aPerson()
            .in("Asia/Tokyo")
            .received(7)
            .did(CLICKED, daysAgo(263))
            .did(PURCHASED, daysAgo(300), Map.of("category", "shoes", "value", "80", "currency", "EUR"))
            .did(PURCHASED, daysAgo(80), Map.of("category", "shoes", "value", "60.50", "currency", "EUR"))
            .did(CARTED, daysAgo(81), Map.of(Activity.CART, "6"))
            .did(CARTED, NOW.minus(Duration.ofHours(9)), Map.of(Activity.CART, "7"))
            .observed(Observation.live(People.OBSERVED_SINCE, People.everything())
                    .union(Observation.live(People.OBSERVED_SINCE, Set.of(ActivityType.confirmedOn("keep-me")))))
            .who(p -> p.language("ja-JP")
                    .attribute("country", "JP")
                    .attribute("pets", List.of("cat", "dog"))
                    .attribute("age", 34)
                    .attribute("born", LocalDate.of(1990, 6, 20))
                    .attribute("renewal", NOW)
                    .consent(new Consent("offers", true, daysAgo(100), "form 7"))
                    .consent(new Consent("offers/sms", false, daysAgo(3), "STOP"))
                    .subscription(new Subscription("vip", Subscription.Status.RETIRED, daysAgo(30))));

    private static String told(Locale locale) {
        StringBuilder told = new StringBuilder();
        for (Condition each : ASKED) {
            told.append(HANAKO.explain(each).text(locale));
        }
        return told.toString();
    }

    @Test
    void in_english() {
        assertThat(told(Locale.UK)).isEqualTo("""
                IN  inactive (clicked) for at least 6 months after receiving 5 messages: last clicked 2025-09-25, 263 days ago; needs 6 months; received 7 messages in the time (until 2026-11-12 21:00:01 +09:00)
                OUT  inactive (any engagement) for at least 90 days after receiving 5 messages: last put into a cart 2026-06-15, 9 hours ago; needs 90 days (until 2026-09-13 12:00:01 +09:00)
                OUT  ignored the last 11 messages (the last 16 if ever engaged): 0 messages since the last signal (2026-06-15, 9 hours ago); needs 16
                OUT  ignored the last message on email: 0 messages since the last signal (2026-06-15, 9 hours ago); needs 1
                IN  put into a cart and left for at least 4 hours, at most 7 days ago, without purchased (by cartId): cartId 7 left 2026-06-15, 9 hours ago (until 2026-06-22 12:00:01 +09:00)
                OUT  not purchased for more than 2 usual gaps (typically 30 days): last 2026-03-27, 80 days ago; usual gap 93 days (own gaps known: 1); due until 2026-09-30 (until 2026-09-30 13:00:01 +09:00)
                UNKNOWN  return-curve for the next 90 days below 0.2: the model does not say
                OUT  purchased (category is shoes and value more than 50) at least 2 times within 90 days: seen once since 2026-03-17
                IN  never opened the app or clicked within 30 days: none seen since 2026-05-16
                UNKNOWN  not
                  UNKNOWN  opened by a machine at least once: none seen, but 'opened by a machine' is not observed
                OUT  pressed the button of keep-me at least once: none seen
                IN  spent at least 100 within 365 days: 140.50 EUR over 2 activities (until 2026-08-19 21:00:01 +09:00)
                IN  first purchased at most 400 days ago: 2025-08-19, 300 days ago (until 2026-09-23 21:00:01 +09:00)
                IN  put into a cart, then purchased within 3 days: 2026-03-26, 81 days ago, then 2026-03-27, 80 days ago
                OUT  put into a cart, then not purchased within 1 day: the first: seen 2 times; the next: seen 2 times (until 2026-06-16 12:00 +09:00)
                OUT  recency of purchased in fifth 5: fifth 4: last 2026-03-27, 80 days ago
                OUT  consented to offers on sms: refused 2026-06-12, 3 days ago
                OUT  consented to offers within 90 days, with evidence: agreed 2026-03-07, 100 days ago
                OUT  retired on list vip for at least 90 days: retired since 2026-05-16, 30 days ago (until 2026-08-14 21:00 +09:00)
                OUT  lives in DE or FR: it is JP
                IN  speaks ja: it is ja-JP
                OUT  in the random sample 'spring' of 10 %: not drawn
                IN  pets is fish or dog: it is cat, dog
                UNKNOWN  age less than x: it is a number, which cannot be compared with that
                IN  anniversary of born within the next 7 days: it is 1990-06-20 (until 2026-06-21 00:00 +09:00)
                IN  renewal before 2026-07-01: it is 2026-06-15 21:00 +09:00
                UNKNOWN  nowhere is 1: no value on record
                UNKNOWN  in segment 'dormant': no segment of this name is known
                IN  6 months ago: purchased at least once: as of 2025-12-15 21:00 +09:00
                  IN  purchased at least once: seen once
                """);
    }

    @Test
    void in_japanese() {
        assertThat(told(Locale.JAPAN)).isEqualTo("""
                該当  メッセージを5通受け取ってもクリックが6か月以上ない: 最後のクリックは2025年9月25日（263日前）、必要な期間は6か月、期間中の受信は7通（2026年11月12日 21:00:01 +09:00まで）
                非該当  メッセージを5通受け取っても反応（種類を問わず）が90日以上ない: 最後のカート追加は2026年6月15日（9時間前）、必要な期間は90日（2026年9月13日 12:00:01 +09:00まで）
                非該当  直近11通のメッセージに反応がない（過去に反応があれば16通）: 最後の反応は2026年6月15日（9時間前）、その後に0通、必要数は16通
                非該当  直近のメッセージに反応がない（email経由）: 最後の反応は2026年6月15日（9時間前）、その後に0通、必要数は1通
                該当  カート追加の後、4時間以上購入がないまま放置（最長7日前まで、cartIdごと）: cartId「7」に最後に触れたのは2026年6月15日（9時間前）（2026年6月22日 12:00:01 +09:00まで）
                非該当  購入の間隔が、通常（一般に30日）の2倍を超えて空いている: 最後は2026年3月27日（80日前）、通常の間隔は93日（本人の間隔の記録1件）、目安は2026年9月30日まで（2026年9月30日 13:00:01 +09:00まで）
                不明  今後90日のreturn-curveが0.2未満: モデルが答えない
                非該当  購入（categoryがshoesかつvalueが50より大きい）が2回以上（過去90日以内）: 2026年3月17日以降に1回
                該当  アプリ起動またはクリックが一度もない（過去30日以内）: 2026年5月16日以降に0回
                不明  次に当てはまらない
                  不明  機械による開封が1回以上: 0回、ただし機械による開封は記録されていない
                非該当  確認ボタン「keep-me」が1回以上: 0回
                該当  購入金額の合計が100以上（過去365日以内）: 2件で合計140.50 EUR（2026年8月19日 21:00:01 +09:00まで）
                該当  最初の購入が400日以内: 2025年8月19日（300日前）（2026年9月23日 21:00:01 +09:00まで）
                該当  カート追加の後、3日以内に購入: 2026年3月26日（81日前）、その後2026年3月27日（80日前）
                非該当  カート追加の後、1日以内に購入がない: 先の行動：2回、後の行動：2回（2026年6月16日 12:00 +09:00まで）
                非該当  購入の新しさが第5段階: 第4段階：最後は2026年3月27日（80日前）
                非該当  offersに同意している（sms経由）: 2026年6月12日（3日前）に拒否
                非該当  offersに同意している（過去90日以内）（証跡あり）: 2026年3月7日（100日前）に同意
                非該当  リストvipで休止の状態が90日以上: 2026年5月16日（30日前）から休止（2026年8月14日 21:00 +09:00まで）
                非該当  居住国がDEまたはFR: 値はJP
                該当  言語がja: 値はja-JP
                非該当  無作為標本「spring」（10 %）に入っている: 抽出されていない
                該当  petsがfishまたはdog: 値はcat、dog
                不明  ageがxより小さい: 数値なので比較できない
                該当  bornの記念日が今後7日以内: 値は1990年6月20日（2026年6月21日 00:00 +09:00まで）
                該当  renewalが2026年7月1日より前: 値は2026年6月15日 21:00 +09:00
                不明  nowhereが1: 値の記録がない
                不明  セグメント「dormant」に属する: この名前のセグメントは登録されていない
                該当  6か月前の時点で：購入が1回以上: 2025年12月15日 21:00 +09:00の時点
                  該当  購入が1回以上: 1回
                """);
    }
}
