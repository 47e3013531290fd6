// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail.inbound;

import io.reengage.mail.inbound.Rules.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges what is told of one recipient. Pure: the same words, the same verdict. */
final class Judge {
    private static final int LONGEST = 8_000;
    private static final int LONGEST_REPLY = 300;
    private static final Pattern URL = Pattern.compile("https?://\\S+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** How one gateway introduces what another server said: its own guess says less. */
    private static final Pattern GATEWAY =
            Pattern.compile("[45]\\.[0-9]\\.[0-9] - [a-z ]{1,60} (?=[45][0-9][0-9][ -]')");

    /** An address with its brackets, so that {@code user <a@b.example> unknown} reads as {@code user unknown}. */
    private static final Pattern ADDRESS =
            Pattern.compile("[<\\[('\"]{0,4}" + FreeText.ADDRESS.pattern() + "[>\\])'\"]{0,4}");

    /** Yahoo's notices write so, and leave the recipient out of what was said later than {@code RCPT}. */
    private static final Pattern CODES = Pattern.compile("[45][0-5][0-9]: (?:[45]\\.[0-9]{1,2}\\.[0-9]{1,3} )?");

    /** That something is not possible is no guess, in languages that write it with the words of one. */
    private static final Pattern IMPOSSIBLE = Pattern.compile(
            "(?<!\\S)(?:não|nao|no|non|nie|není|neni|не)(?: [^\\s.,;:!?]{1,20}){0,2}"
                    + " (?:pos+[ií][bv][a-zí]{1,4}|możliwe|možn[aáéoý]|może|mogło|может|могло|возможно|pode|puede|può)(?!\\p{L})");

    private static final Pattern CONVERSATION = Pattern.compile("\\(in reply to [a-z ]{1,30}\\)");

    private static final Pattern FIRST_OF_LINES = Pattern.compile("\\b([45][0-5][0-9])-(?=\\S)");

    /** What sendmail makes of a refusal, in its own words: that the user is unknown, of whatever was refused with 550. */
    private static final Pattern CONCLUSION = Pattern.compile(
            "(?m)^[ \\t]{0,8}[45][0-5][0-9] [45]\\.[0-9]\\.[0-9]{1,2} \\S{1,300}\\.\\.\\. User unknown.*$");

    /** That its copy to the postmaster found nobody says nothing of the recipient. */
    private static final Pattern ABOUT_POSTMASTER =
            Pattern.compile("(?m)^550 5\\.1\\.1 postmaster\\.\\.\\. User unknown.*$");

    private static final Pattern REFUSAL_IN_TRANSCRIPT =
            Pattern.compile("(?m)^<<< (" + Codes.REFUSAL + "(?:-.*\\R<<< " + Codes.REFUSAL + ")*.*)$");
    private static final Set<String> OF_ADDRESS =
            Set.of("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.1.351", "5.5.0");
    private static final Set<String> OF_DOMAIN = Set.of("5.1.2", "5.1.10", "5.3.2", "5.4.4", "5.4.310", "5.7.27");
    private static final Set<String> OF_SENDER = Set.of("5.1.7", "5.1.8");

    /** Warnings of one server that say so are its last word. */
    private static final Pattern GIVEN_UP =
            Pattern.compile("\\b(?:envelope|message|delivery time) (?:has )?expired\\b");

    // by name once, so that a name the table does not have is noticed at the first mail
    private static final Rules.Rule UNKNOWN_USER = Rules.ALL.named("unknown-user");
    private static final Rules.Rule NO_MAIL_PLAIN = Rules.ALL.named("no-mail-plain");
    private static final Rules.Rule STOPPED = Rules.ALL.named("stopped");
    private static final Rules.Rule POLICY = Rules.ALL.named("policy");
    private static final List<Rules.Rule> OUTWEIGHING = List.of(
            Rules.ALL.named("local-program"),
            Rules.ALL.named("mailbox-full"),
            Rules.ALL.named("disabled"),
            Rules.ALL.named("domain-undecided"));

    private Judge() {}

    /**
     * The verdict on one recipient.
     *
     * @param notice all that was written; looked at where nothing is told of the recipient alone
     */
    static Verdict judge(Returned told, String notice) {
        Returned about = without(ABOUT_POSTMASTER, told, told.status());
        String text = ABOUT_POSTMASTER.matcher(notice).replaceAll("");
        return CONCLUSION.matcher(about.around() + "\n" + text).find() && refusedForAnotherReason(about, text)
                ? judged(
                        without(CONCLUSION, about, ""), CONCLUSION.matcher(text).replaceAll(""))
                : judged(about, text);
    }

    private static boolean refusedForAnotherReason(Returned told, String notice) {
        String refusal = told.said();
        if (Codes.of(refusal).reply().isEmpty()) {
            Matcher transcript = REFUSAL_IN_TRANSCRIPT.matcher(told.around() + "\n" + notice);
            refusal = transcript.find() ? transcript.group(1) : "";
        }
        return !refusal.isEmpty()
                && find(List.of(plain(refusal)), Kind.PLAIN)
                        .filter(each -> each.rule().verdict().severity() == Severity.HARD)
                        .isEmpty();
    }

    private static Returned without(Pattern lines, Returned told, String status) {
        return new Returned(
                told.recipient(),
                told.action(),
                status,
                told.said(),
                lines.matcher(told.named()).replaceAll(""),
                lines.matcher(told.around()).replaceAll(""),
                told.reporter());
    }

    private static Verdict judged(Returned told, String notice) {
        if (isWarning(told)) {
            return new Verdict(
                    told.recipient(), VerdictClass.DELAYED, told.status(), "a warning: the server goes on trying");
        }
        Matcher gateway = GATEWAY.matcher(plain(told.said()));
        String guess = gateway.find() ? gateway.group().strip() : "\0";
        boolean ofAddress = isOfAddress(Codes.of(guess));
        String said = gateway.replaceFirst("");
        String around = plain(told.around()).replace(guess, "");
        String all = plain(notice).replace(guess, "");
        String reply = plain(reply(told.recipient(), told.around().isEmpty() ? notice : told.around(), notice));
        Codes reported = Codes.of(said).or(new Codes(told.status(), ""));
        Codes free = Codes.of(around).or(Codes.of(all));
        Codes first = reported.or(Codes.of(reply));
        Codes codes = first.status().isEmpty()
                ? first.or(free)
                : new Codes(first.status(), first.or(free).reply());
        String named = plain(told.named()).replace(guess, "");
        Phase phase = first(
                Phase.of(said),
                Phase.ofLines(named),
                Phase.of(around),
                Phase.of(all),
                beginsWith(told.recipient(), said.isEmpty() ? reply : said) ? Phase.RCPT : Phase.UNTOLD);
        boolean alone = !notice.isEmpty();
        List<String> texts = List.of(said, alone ? reply : named, alone ? named : reply, around, all);
        Optional<Rules.Found> own =
                byThemselves(codes, phase) ? knownToThemselves(List.of(around, all)) : Optional.empty();
        Rules.Found found = found(texts, Codes.of(said).or(Codes.of(reply)), codes, own);
        return verdict(
                told,
                heard(found, List.of(around, all), doubts(found, said.isEmpty() ? shortened(reply) : said)),
                codes,
                phase,
                own.isPresent() || ofAddress);
    }

    /** What a system that tells of no other server knows of its own users, unless it guesses or says more than that. */
    private static Optional<Rules.Found> knownToThemselves(List<String> texts) {
        List<String> possible = texts.stream()
                .map(each -> IMPOSSIBLE.matcher(each).replaceAll(" "))
                .toList();
        return find(texts, Kind.OWN)
                .filter(any -> find(possible, Kind.GUESS).isEmpty()
                        && find(texts, Kind.DOUBT).isEmpty());
    }

    private static boolean isWarning(Returned told) {
        return told.action().equals("delayed")
                && !GIVEN_UP.matcher(plain(told.said() + " " + told.named())).find();
    }

    /**
     * The rule that counts.
     *
     * @param texts what the server said, in three forms, then two of what stands around it
     * @param told the codes the server said
     * @param codes those of the whole notice
     * @param own what the system knows by itself
     */
    private static Rules.Found found(List<String> texts, Codes told, Codes codes, Optional<Rules.Found> own) {
        return find(texts.subList(0, 3), Kind.PLAIN)
                .or(() -> Rules.ALL.coded(told.status()).filter(Judge::isTelling))
                .or(() -> find(texts.subList(3, 5), Kind.PLAIN))
                .or(() -> Rules.ALL.coded(codes.status()))
                .or(() -> own)
                .or(() -> find(texts, Kind.VAGUE))
                .orElseGet(() -> byClass(codes));
    }

    /** Whether no conversation with another server is told of. */
    private static boolean byThemselves(Codes codes, Phase phase) {
        return phase == Phase.UNTOLD && codes.reply().isEmpty();
    }

    private static boolean beginsWith(String recipient, String reply) {
        Matcher codes = CODES.matcher(reply);
        return !recipient.isEmpty() && codes.lookingAt() && reply.startsWith("<" + recipient + ">", codes.end());
    }

    /** What a server said: as the transcript has it, or else from the first code to the end of its paragraph. */
    private static String reply(String recipient, String around, String notice) {
        Matcher transcript = REFUSAL_IN_TRANSCRIPT.matcher(notice);
        Matcher asked = Pattern.compile("(?im)^>>> RCPT TO: ?<" + Pattern.quote(recipient) + ">")
                .matcher(notice);
        boolean said = asked.find()
                ? transcript.find(asked.end())
                : transcript.results().count() == 1 && transcript.find(0);
        return said ? transcript.group(1) : FreeText.reply(around);
    }

    /** Whether a code alone says more than what is written beside it: those of the network and of the house's rules do not. */
    private static boolean isTelling(Rules.Found coded) {
        return !coded.rule().equals(STOPPED) && !coded.rule().equals(POLICY);
    }

    private static String shortened(String reply) {
        return reply.length() > LONGEST_REPLY ? reply.substring(0, LONGEST_REPLY) : reply;
    }

    private static Optional<Rules.Found> find(List<String> texts, Kind kind) {
        return texts.stream()
                .filter(text -> !text.isEmpty())
                .flatMap(text -> Rules.ALL.saying(words(text), kind).stream())
                .findFirst();
    }

    /** Words in what the server said that take back what its code, or the words of {@code found}, say of the address. */
    private static Optional<Rules.Found> doubts(Rules.Found found, String said) {
        if (found.evidence().equals(Rules.BY_CODE)) {
            // that a recipient was rejected, or that a server takes nothing at all, is no other reason
            return refusesAll(Codes.of(said))
                    ? Optional.empty()
                    : find(List.of(said), Kind.VAGUE)
                            .filter(each -> !each.evidence().contains("rejected"))
                            .or(() -> find(List.of(said), Kind.DOUBT)
                                    .filter(each -> each.evidence().contains("sender")));
        }
        // a server that gave a reason by its code meant that, whatever others made of it
        return found.rule().equals(UNKNOWN_USER)
                ? find(List.of(said), Kind.DOUBT)
                        .map(doubt -> Rules.ALL
                                .coded(Codes.of(said).status())
                                .filter(coded -> coded.rule().verdict().severity() != Severity.HARD)
                                .orElse(doubt))
                : Optional.empty();
    }

    /** Words that outweigh a code that says the address is dead. */
    private static Rules.Found heard(Rules.Found found, List<String> texts, Optional<Rules.Found> doubt) {
        if (found.rule().verdict().severity() != Severity.HARD) {
            return found;
        }
        return doubt.isPresent()
                ? doubt.get()
                : texts.stream()
                        .flatMap(text -> Rules.ALL.saying(words(text), Kind.PLAIN).stream())
                        .filter(each -> OUTWEIGHING.contains(each.rule()))
                        .findFirst()
                        .orElse(found);
    }

    private static Rules.Found byClass(Codes codes) {
        boolean forNow = codes.isForNow();
        VerdictClass verdict = forNow ? VerdictClass.TRANSIENT : VerdictClass.UNKNOWN;
        String words = forNow ? "the server could not take it then" : "it came back, and nothing says plainly why";
        return new Rules.Found(new Rules.Rule("unclear", verdict, words, Kind.VAGUE, List.of()), "");
    }

    private static Verdict verdict(Returned told, Rules.Found found, Codes codes, Phase phase, boolean own) {
        Rules.Rule rule = found.rule();
        VerdictClass verdict = rule.verdict();
        String doubt = "";
        if (verdict.severity() == Severity.HARD) {
            if (told.reporter().startsWith("inbound-smtp.")) {
                verdict = VerdictClass.ADDRESS_SUSPECT;
                doubt = ", but by a rule of theirs that sends mail back after it was taken";
            } else if (isForNow(codes, rule)) {
                verdict = VerdictClass.TRANSIENT;
                doubt = ", but only for now, says the code";
            } else if (OF_SENDER.contains(codes.status())) {
                verdict = VerdictClass.POLICY_BLOCK;
                doubt = ", but its code means the sender";
            } else if (phase == Phase.GREETING || phase == Phase.MAIL) {
                verdict = VerdictClass.POLICY_BLOCK;
                doubt = ", but it said so before it was told the recipient";
            } else if (codes.status().equals("5.3.2") && found.evidence().equals(Rules.BY_CODE) && !refusesAll(codes)) {
                verdict = VerdictClass.TRANSIENT;
                doubt = ", but perhaps only for now";
            } else if (!rule.equals(NO_MAIL_PLAIN)
                    && verdict == VerdictClass.DOMAIN_DEAD
                    && !isOfDomain(codes, phase)) {
                verdict = VerdictClass.ADDRESS_SUSPECT;
                doubt = ", but it may mean another domain than the recipient's";
            } else if (found.evidence().contains("available") && codes.status().startsWith("5.7.")) {
                verdict = VerdictClass.ADDRESS_SUSPECT;
                doubt = ", but its code says that a rule forbids it";
            } else if (rule.equals(UNKNOWN_USER) && phase != Phase.RCPT && !isOfAddress(codes) && !own) {
                verdict = VerdictClass.ADDRESS_SUSPECT;
                doubt = phase == Phase.DATA
                        ? ", but it had accepted the recipient before"
                        : ", but neither code nor context says that it means the address";
            }
        }
        String reason = rule.words() + doubt + evidence(found.evidence(), codes, phase);
        return new Verdict(told.recipient(), verdict, codes.status(), reason);
    }

    /** That a domain does not exist, the servers of its names say for good, whatever others make of it. */
    private static boolean isForNow(Codes codes, Rules.Rule rule) {
        boolean ofNames = rule.equals(NO_MAIL_PLAIN) && codes.reply().isEmpty() && Codes.isVague(codes.status());
        return !ofNames && (codes.isForNow() || codes.reply().startsWith("4"));
    }

    private static boolean isOfAddress(Codes codes) {
        return OF_ADDRESS.contains(codes.status());
    }

    /** A server that was asked to take the mail speaks of its own domains, or of the sender's; others know by themselves. */
    private static boolean isOfDomain(Codes codes, Phase phase) {
        return byThemselves(codes, phase) || OF_DOMAIN.contains(codes.status()) || refusesAll(codes);
    }

    /** The replies of servers and domains that take no mail at all (RFC 7504). */
    private static boolean refusesAll(Codes codes) {
        return codes.reply().equals("521") || codes.reply().equals("556");
    }

    private static String evidence(String evidence, Codes codes, Phase phase) {
        String code = (codes.reply() + " " + codes.status()).strip();
        String all = String.join(
                ", ",
                List.of(evidence, code, phase.words()).stream()
                        .filter(each -> !each.isEmpty())
                        .toList());
        return all.isEmpty() ? "" : " (" + all + ")";
    }

    private static Phase first(Phase... phases) {
        for (Phase phase : phases) {
            if (phase != Phase.UNTOLD) {
                return phase;
            }
        }
        return Phase.UNTOLD;
    }

    /** In lower case, blanks collapsed, without addresses of pages. */
    static String plain(String text) {
        String bounded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String flat = BLANKS.matcher(bounded).replaceAll(" ").strip();
        return URL.matcher(flat).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    /** A reply of several lines without the code that each further line begins with. */
    private static String joined(String text) {
        Matcher first = FIRST_OF_LINES.matcher(text);
        return first.find()
                ? text.substring(0, first.end())
                        + text.substring(first.end())
                                .replaceAll(" " + first.group(1) + "[ -](?:#?[45]\\.[0-9]{1,3}\\.[0-9]{1,3} )?", " ")
                : text;
    }

    /** What is said, without the addresses in it and without what servers add about their conversation. */
    private static String words(String text) {
        String told = joined(CONVERSATION.matcher(text).replaceAll(" "));
        return BLANKS.matcher(ADDRESS.matcher(told).replaceAll(" ").replace('_', ' '))
                .replaceAll(" ");
    }
}
