// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import io.reengage.channel.Message;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a message shows what the law demands, in each of its parts.
 *
 * @param imprint what must be shown
 * @param laws that demand it
 * @param optOutWords that tell readers they can refuse, beyond those known
 */
record LegalCheck(Imprint imprint, Set<Law> laws, Set<String> optOutWords) {
    static final LegalCheck NONE = new LegalCheck(Imprint.NONE, Set.of(), Set.of());

    private static final String BLOCKS = "p, td, th, li, div, section, footer, center, address, small, body";
    private static final String HIDDEN = "[hidden], [style~=(?i)(display\\s*:\\s*none|visibility\\s*:\\s*hidden"
            + "|font-size\\s*:\\s*0|mso-hide\\s*:\\s*all)], head, style, script, template";

    private static final String UNSAID = " with words such as \"unsubscribe\" or \"配信停止\" in its paragraph; others are"
            + " named in lawsOf(laws, words)";

    private static final Set<String> KNOWN_WORDS = Set.of(
            // ja
            "配信停止",
            "配信を停止",
            "配信の停止",
            "配信解除",
            "配信を解除",
            "配信をご希望",
            "配信を希望されない",
            "配信不要",
            "受信拒否",
            "受信を拒否",
            "受け取らない",
            "受け取りたくない",
            "購読解除",
            "購読を解除",
            "購読停止",
            "購読をやめる",
            "登録解除",
            "登録を解除",
            "退会",
            "オプトアウト",
            "お届けを停止",
            // en
            "unsubscribe",
            "opt out",
            "opt-out",
            "stop receiving",
            "stop these",
            "no longer wish",
            "no longer want",
            "remove me",
            "leave this list",
            "leave the list",
            // de, fr, es, it, nl, pt
            "abmelden",
            "abbestellen",
            "austragen",
            "se désabonner",
            "désabonnement",
            "désinscri",
            "darse de baja",
            "cancelar la suscripción",
            "disiscriv",
            "annulla l'iscrizione",
            "annulla iscrizione",
            "afmelden",
            "uitschrijven",
            "cancelar a inscrição",
            "cancelar a subscrição",
            "cancelar inscrição",
            "cancelar subscrição");

    LegalCheck {
        laws = Set.copyOf(laws);
        optOutWords = Set.copyOf(optOutWords);
    }

    /** What the message lacks, each with the laws that demand it and the word a template says it with. */
    List<String> problems(Message message) {
        Map<Law.Duty, Set<Law>> demanded = new TreeMap<>();
        for (Law law : laws.stream().sorted().toList()) {
            law.duties()
                    .forEach(duty -> demanded.computeIfAbsent(duty, any -> new LinkedHashSet<>())
                            .add(law));
        }
        List<String> problems = new ArrayList<>();
        if (demanded.isEmpty()) {
            return problems;
        }
        Parts parts = new Parts(message);
        demanded.forEach((duty, by) -> {
            String shown = shown(duty);
            if (shown != null && shown.isEmpty()) {
                problems.add("law " + names(by) + ": " + duty.words() + " is not set: imprint(...)");
            } else {
                for (String part : parts.lacking(shown)) {
                    problems.add("law " + names(by) + ": field " + part + " does not show " + duty.words() + ": {{"
                            + duty.value() + "}}" + (shown == null ? UNSAID : ""));
                }
            }
        });
        return problems;
    }

    private static String names(Set<Law> laws) {
        return String.join(", ", laws.stream().map(Law::name).toList());
    }

    /** What must be shown; {@code null} for the way out, which is more than a text. */
    private @Nullable String shown(Law.Duty duty) {
        return switch (duty) {
            case NAME -> imprint.name();
            case POSTAL_ADDRESS -> imprint.postalAddress();
            case CONTACT -> imprint.contact();
            case OPT_OUT -> null;
        };
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ");
    }

    /** The parts of one message, as readers see them. */
    private final class Parts {
        private final Document html;
        private final String text;
        private final List<String> exits;

        Parts(Message message) {
            html = Jsoup.parse(message.field(Composer.HTML).orElse(""));
            html.select(HIDDEN).remove();
            text = message.field(Composer.TEXT).orElse("");
            exits = Stream.of(Message.UNSUBSCRIBE, Message.PREFERENCES)
                    .flatMap(name -> message.link(name).stream())
                    .map(Object::toString)
                    .toList();
        }

        List<String> lacking(@Nullable String shown) {
            List<String> lacking = new ArrayList<>();
            if (shown == null ? !htmlShowsWayOut() : !isIn(html.text(), shown)) {
                lacking.add(Composer.HTML);
            }
            if (!text.isBlank() && (shown == null ? !textShowsWayOut() : !isIn(text, shown))) {
                lacking.add(Composer.TEXT);
            }
            return lacking;
        }

        private boolean isIn(String whole, String part) {
            return plain(whole).contains(plain(part));
        }

        private boolean htmlShowsWayOut() {
            for (Element link : html.select("a[href]")) {
                if (exits.contains(link.attr("href").strip()) && !link.text().isBlank()) {
                    @Nullable Element block = link.closest(BLOCKS);
                    if (saysSo(block == null ? link.text() : block.text())) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean textShowsWayOut() {
            List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
            for (int i = 0; i < lines.size(); i++) {
                if (exits.stream().anyMatch(lines.get(i)::contains)) {
                    List<String> beside = lines.subList(Math.max(0, i - 1), Math.min(lines.size(), i + 2));
                    if (saysSo(String.join(" ", beside))) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean saysSo(String words) {
            String said = plain(words);
            return Stream.concat(KNOWN_WORDS.stream(), optOutWords.stream())
                    .anyMatch(word -> said.contains(plain(word)));
        }
    }
}
