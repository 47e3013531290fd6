// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import static org.assertj.core.api.Assertions.assertThat;

import io.reengage.activity.ActivityType;
import io.reengage.activity.ProviderActivity;
import io.reengage.mail.ReturnPath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of what is posted, and what comes of it. */
class SnsEndpointTest {
    private static final Map<String, String> OURS = Map.of(SesEvents.OUR_HEADER, "k1", ReturnPath.HEADER, "signed");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static LocalAuthority sns;

    @SuppressWarnings("NullAway.Init")
    private static LocalAuthority impostor;

    private final Instant now = Instant.now();
    private final List<SesEvents.Told> told = new ArrayList<>();
    private final List<URI> confirmed = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    @BeforeAll
    static void makeKeys() throws IOException, GeneralSecurityException {
        sns = LocalAuthority.in(folder, "CN=sns.amazonaws.com");
        impostor = LocalAuthority.in(folder, "CN=sns.amazonaws.com,O=Impostor");
    }

    private SnsEndpoint endpoint(LocalAuthority shown, Instant at) {
        return new SnsEndpoint(
                "email",
                new SnsVerifier(Set.of(LocalSns.TOPIC), address -> shown.chain(), Set.of(sns.authority()), () -> at),
                confirmed::add,
                told::add,
                refused::add);
    }

    private String bounce(String type, String subType) {
        return new LocalSns(sns, now)
                .event("n-1", "Bounce", "0102-a", OURS, Map.of("bounceType", type, "bounceSubType", subType));
    }

    @ParameterizedTest
    @CsvSource({
        "Permanent,General,hard_bounced",
        "Permanent,NoEmail,hard_bounced",
        "Permanent,Suppressed,soft_bounced",
        "Permanent,OnAccountSuppressionList,soft_bounced",
        "Transient,MailboxFull,soft_bounced",
        "Undetermined,Undetermined,soft_bounced"
    })
    void bouncesAreHardOrSoft(String type, String subType, String activity) {
        assertThat(endpoint(sns, now).receive(bounce(type, subType))).isEqualTo(200);
        assertThat(told)
                .containsExactly(new SesEvents.Told(
                        ProviderActivity.of(new ActivityType(activity), "email", "0102-a", now)
                                .id("n-1"),
                        "signed"));
    }

    @Test
    void aMailTakenOutOfTheSpamFolderIsNoComplaint() {
        LocalSns writer = new LocalSns(sns, now);
        SnsEndpoint endpoint = endpoint(sns, now);
        endpoint.receive(writer.event("n-1", "Complaint", "0102-a", OURS, Map.of("complaintFeedbackType", "not-spam")));
        assertThat(told).isEmpty();
        endpoint.receive(writer.event("n-2", "Complaint", "0102-a", OURS, Map.of("complaintFeedbackType", "abuse")));
        assertThat(told).extracting(each -> each.activity().type()).containsExactly(ActivityType.COMPLAINED);
    }

    @Test
    void mailsOfOtherProgramsAreNoneOfOurs() {
        String other = new LocalSns(sns, now)
                .envelope(
                        SnsEnvelope.NOTIFICATION,
                        "n-1",
                        "{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\",\"timestamp\":\""
                                + now + "\"},\"mail\":{\"messageId\":\"0102-a\",\"headers\":[]}}",
                        Map.of());
        assertThat(endpoint(sns, now).receive(other)).isEqualTo(200);
        assertThat(told).isEmpty();
    }

    @Test
    void theTopicIsConfirmedAtAnSnsHostOnly() {
        LocalSns writer = new LocalSns(sns, now);
        assertThat(endpoint(sns, now).receive(writer.confirmation())).isEqualTo(200);
        assertThat(confirmed).hasSize(1);
        String elsewhere = writer.envelope(
                SnsEnvelope.CONFIRMATION, "c-2", "", Map.of("SubscribeURL", "https://evil.example/", "Token", "t"));
        assertThat(endpoint(sns, now).receive(elsewhere)).isEqualTo(403);
        assertThat(confirmed).hasSize(1);
        assertThat(refused).containsExactly("SubscribeURL is not at an SNS host");
    }

    @ParameterizedTest
    @CsvSource({
        "https://sns.eu-west-1.amazonaws.com/,https://evil.example/,SigningCertURL is not at an SNS host",
        "https://sns.eu-west-1.amazonaws.com/,https://sns.eu-west-1.amazonaws.com.evil.example/,SigningCertURL is not at an SNS host",
        "https://sns.eu-west-1.amazonaws.com/,https://evil@sns.eu-west-1.amazonaws.com/,SigningCertURL is not at an SNS host",
        "https://sns.eu-west-1.amazonaws.com/,https://sns.eu-west-1.amazonaws.com:444/,SigningCertURL is not at an SNS host",
        "https://sns.,http://sns.,SigningCertURL is not at an SNS host",
        "-local.pem,-local.html,SigningCertURL is not a certificate",
        "0102-a,0102-b,the signature does not hold",
        "n-1,n-2,the signature does not hold",
        "123456789012,999999999999,the topic is not ours",
        "'\"SignatureVersion\":\"2\"','\"SignatureVersion\":\"1\"',SignatureVersion is not 2",
    })
    void whatWasTamperedWithIsNotBelieved(String original, String forged, String why) {
        String body = bounce("Permanent", "General");
        assertThat(body).contains(original);

        assertThat(endpoint(sns, now).receive(body.replace(original, forged))).isEqualTo(403);
        assertThat(told).isEmpty();
        assertThat(refused).containsExactly(why);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotBelieved() {
        String forged = new LocalSns(impostor, now).event("n-1", "Complaint", "0102-a", OURS, Map.of());

        assertThat(endpoint(impostor, now).receive(forged)).isEqualTo(403);
        assertThat(endpoint(sns, now).receive(forged)).isEqualTo(403);
        assertThat(refused)
                .containsExactly(
                        "the signature cannot be verified: CertPathValidatorException", "the signature does not hold");
    }

    /** Of an authority that is trusted, and at an address of SNS, but of somebody whose name only looks like SNS's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=sns.amazonaws.com.evil.example",
                "CN=evil.example,O=\"CN=sns.amazonaws.com\"",
                "O=sns.amazonaws.com",
                "CN=evil.example,OU=evil,CN=sns.amazonaws.com"
            })
    void aCertificateOfAnotherNameIsNotBelieved(String name) throws IOException, GeneralSecurityException {
        LocalAuthority other = LocalAuthority.in(folder, name);
        String forged = new LocalSns(other, now).event("n-1", "Complaint", "0102-a", OURS, Map.of());
        SnsEndpoint endpoint = new SnsEndpoint(
                "email",
                new SnsVerifier(Set.of(LocalSns.TOPIC), address -> other.chain(), Set.of(other.authority()), () -> now),
                confirmed::add,
                told::add,
                refused::add);

        assertThat(endpoint.receive(forged)).isEqualTo(403);
        assertThat(told).isEmpty();
        assertThat(refused).containsExactly("the certificate is not of SNS");
    }

    @Test
    void aCertificateThatHasExpiredIsNotBelieved() {
        Instant later = sns.chain().get(0).getNotAfter().toInstant().plus(Duration.ofDays(1));
        String body = new LocalSns(sns, later).event("n-1", "Complaint", "0102-a", OURS, Map.of());

        assertThat(endpoint(sns, later).receive(body)).isEqualTo(403);
        assertThat(refused).containsExactly("the signature cannot be verified: CertPathValidatorException");
    }

    @Test
    void whatIsOldIsNotBelievedAgain() {
        String body = bounce("Permanent", "General");
        assertThat(endpoint(sns, now.plus(Duration.ofMinutes(59))).receive(body))
                .isEqualTo(200);
        assertThat(endpoint(sns, now.plus(Duration.ofMinutes(61))).receive(body))
                .isEqualTo(403);
        assertThat(refused).containsExactly("the timestamp is not of the last hour");
    }

    @ParameterizedTest
    @CsvSource({"''", "nonsense", "{}", "'{\"Type\":\"Other\"}'", "[]"})
    void whatIsNoEnvelopeIsRefused(String body) {
        assertThat(endpoint(sns, now).receive(body)).isEqualTo(403);
    }
}
