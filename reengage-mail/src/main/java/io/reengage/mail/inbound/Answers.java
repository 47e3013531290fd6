// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Mails that are no bounces: automatic answers, challenges, notes of a new address, unsubscribes, people. */
final class Answers {
    private static final Set<String> SYSTEMS = Set.of(
            "mailer-daemon",
            "post_master",
            "post-master",
            "post.master",
            "mail delivery",
            "maildelivery",
            "postmaster",
            "poostmaster",
            "mail-daemon",
            "mailerdaemon",
            "mdaemon",
            "system administrator",
            "mail administrator",
            "mail system",
            "mailsystem",
            "delivery subsystem",
            "delivery system",
            "microsoft outlook",
            "microsoftexchange",
            "email-bounces",
            "mail router",
            "bounce",
            "content-filter",
            "no-reply@",
            "noreply@",
            "mailadmin",
            "administrator",
            "mail service",
            "mail-service",
            "smtp-gateway",
            "autoresponder@");
    private static final List<String> RETURN_SUBJECTS = List.of(
            "undeliver",
            "undelivered",
            "delivery status",
            "delivery failure",
            "delivery failed",
            "delivery report",
            "delivery problem",
            "delivery error",
            "delivery notification",
            "failure notice",
            "failure delivery",
            "failed delivery",
            "failed mail",
            "mail failure",
            "mail delivery",
            "message delivery",
            "returned mail",
            "returned message",
            "return mail",
            "mail returned",
            "message not delivered",
            "not delivered",
            "non delivery",
            "non-delivery",
            "nondeliverable",
            "nondelivery",
            "unable to deliver",
            "couldn't be delivered",
            "could not be delivered",
            "cannot be delivered",
            "can't be delivered",
            "mail could not",
            "bounce",
            "warning: ",
            "delayed",
            "postmaster notify",
            "mail error",
            "error mail",
            "mail system error",
            "failure to deliver",
            "message status",
            "status notification",
            "user unknown",
            "unzustellbar",
            "zustellung",
            "non remis",
            "échec",
            "echec",
            "devuelto",
            "rechazado",
            "mancata consegna",
            "não entregue",
            "配信",
            "エラー",
            "送信できません",
            "送信でき",
            "不達",
            "未送信");
    private static final List<String> AWAY = List.of(
            "out of office",
            "out of the office",
            "automatic reply",
            "auto reply",
            "auto-reply",
            "autoreply",
            "auto response",
            "auto-response",
            "autoresponse",
            "vacation",
            "on leave",
            "on holiday",
            "away from",
            "abwesen",
            "automatische antwort",
            "réponse automatique",
            "absence du bureau",
            "respuesta automática",
            "fuera de la oficina",
            "risposta automatica",
            "fuori sede",
            "afwezig",
            "resposta automática",
            "自動応答",
            "自動返信",
            "不在",
            "自动回复");
    private static final List<String> CHALLENGES = List.of(
            "confirm your email to",
            "please confirm your message",
            "verify your email to",
            "challenge",
            "sender verification",
            "verification request",
            "spamarrest",
            "spam arrest",
            "boxbe",
            "bluebottle",
            "add you to my",
            "approve your message",
            "message held",
            "one-time verification",
            "prove that you",
            "are you human",
            "mailblocks",
            "tmda");
    private static final List<String> MOVED = List.of(
            "my new email",
            "my new e-mail",
            "new email address is",
            "new e-mail address is",
            "email address has changed",
            "e-mail address has changed",
            "changed my email",
            "changed my e-mail",
            "no longer use this",
            "no longer monitored",
            "no longer in use",
            "please use my new",
            "update your address book",
            "update your contacts",
            "neue e-mail-adresse",
            "neue adresse",
            "nouvelle adresse",
            "nueva dirección",
            "メールアドレスを変更",
            "メールアドレスが変わり");
    private static final List<String> LEAVE = List.of(
            "unsubscribe",
            "remove me",
            "take me off",
            "opt out",
            "opt-out",
            "stop",
            "abmelden",
            "austragen",
            "désabonner",
            "désinscription",
            "desinscription",
            "darme de baja",
            "baja",
            "配信停止",
            "登録解除",
            "購読解除",
            "退订");

    /** How subjects begin where people answer or pass on. */
    private static final List<String> ANSWERED = List.of("re:", "fw:", "fwd:", "aw:", "wg:", "tr:", "rv:", "sv:");

    private static final Pattern REPORT = Pattern.compile("report-type=\"?delivery-status", Pattern.CASE_INSENSITIVE);

    /** How a mail begins that came back. */
    private static final Pattern STATED = Pattern.compile(
            "(?:could not|could not yet|couldn't|cannot|can not|can't|was not|has not been|wasn't) (?:be )?delivered"
                    + "|did(?: not|n't) reach|undeliverable|(?:un|not )able to deliver|delivery (?:has )?failed"
                    + "|delivery failure|failed to deliver");

    private static final int LONGEST_BEGINNING = 1_000;

    private Answers() {}

    /** The verdict, or {@code null} if it reads like mail that came back. */
    static @Nullable Verdict read(Parts parts, FreeText free) {
        Fields headers = parts.headers();
        String subject = Judge.plain(headers.text("subject"));
        String text = Judge.plain(free.notice());
        String sender = Reports.address(headers.get("from"));
        if (isReturn(headers, text)) {
            return null;
        }
        if (!sender.isEmpty() && asksToLeave(subject, text)) {
            return new Verdict(
                    sender, VerdictClass.UNSUBSCRIBE, "", "the person asks by mail to be taken off the list");
        }
        boolean machine = isMachine(headers) || any(subject, AWAY);
        if (machine && (any(text, MOVED) || any(subject, MOVED))) {
            return new Verdict(sender, VerdictClass.ADDRESS_CHANGED, "", "an automatic note of another address");
        }
        if (any(subject, CHALLENGES) || headers.has("x-spamarrest-noauth") || (machine && any(text, CHALLENGES))) {
            return new Verdict(sender, VerdictClass.CHALLENGE, "", "a machine asks the sender to prove to be a person");
        }
        if (machine) {
            return new Verdict(
                    sender, VerdictClass.AUTO_REPLY, "", "an automatic answer; nobody may have read the mail");
        }
        if (headers.isEmpty() || sender.isEmpty()) {
            return new Verdict("", VerdictClass.UNKNOWN, "", "no mail that anybody could have sent");
        }
        return new Verdict(sender, VerdictClass.REPLY, "", "a person seems to have written it");
    }

    /** Whether a mail is one that came back. */
    static boolean isReturn(Parts parts) {
        return !parts.status().isBlank() || isReturn(parts.headers(), Judge.plain(parts.text()));
    }

    private static boolean isReturn(Fields headers, String text) {
        String subject = Judge.plain(headers.text("subject"));
        String from = headers.text("from").toLowerCase(Locale.ROOT);
        boolean system = SYSTEMS.stream().anyMatch(from::contains) || (!from.isBlank() && from.indexOf('@') < 0);
        boolean nobody = headers.get("return-path").strip().equals("<>");
        boolean coded = !Codes.of(text).equals(Codes.NONE);
        boolean answered = ANSWERED.stream().anyMatch(subject::startsWith);
        String beginning = text.substring(0, Math.min(text.length(), LONGEST_BEGINNING));
        return headers.has("x-failed-recipients")
                || REPORT.matcher(headers.get("content-type")).find()
                || (!answered
                        && any(subject, RETURN_SUBJECTS)
                        && STATED.matcher(beginning).find())
                || (coded && !answered && any(subject, RETURN_SUBJECTS))
                || ((system || nobody) && any(subject, RETURN_SUBJECTS))
                || (system && !any(subject, AWAY) && (coded || !subject.startsWith("re:")))
                || (nobody && coded && !answered && !isMachine(headers) && !any(subject, AWAY));
    }

    private static boolean isMachine(Fields headers) {
        String auto = headers.get("auto-submitted").toLowerCase(Locale.ROOT);
        String precedence = headers.get("precedence").toLowerCase(Locale.ROOT).strip();
        return auto.startsWith("auto-")
                || precedence.equals("auto_reply")
                || precedence.equals("bulk")
                || precedence.equals("junk")
                || precedence.equals("list")
                || headers.has("x-autoreply")
                || headers.has("x-autorespond")
                || headers.has("x-auto-response-suppress")
                || headers.has("x-vacation")
                || headers.has("x-mlserver")
                || headers.has("list-id")
                || headers.get("x-mailer").toLowerCase(Locale.ROOT).contains("vacation");
    }

    private static boolean asksToLeave(String subject, String text) {
        String plain = subject.startsWith("re: ") ? subject.substring(4) : subject;
        return LEAVE.stream().anyMatch(each -> isAlone(plain, each) || isAlone(text, each));
    }

    private static boolean any(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }

    /** Whether a text says this and little else. */
    private static boolean isAlone(String text, String word) {
        return text.startsWith(word) && text.length() < word.length() + 40;
    }
}
