// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Believes an envelope only if it is of a topic of ours, is recent, and is signed by a certificate that lies at an SNS host
 * and is vouched for by a trusted authority. Only {@code SignatureVersion} 2 (SHA-256) is taken: set the topic's attribute so.
 */
final class SnsVerifier {
    private static final Duration OLDEST = Duration.ofHours(1);
    private static final Pattern SNS_HOST = Pattern.compile("sns\\.[a-z0-9-]{3,30}\\.amazonaws\\.com(\\.cn)?");
    private static final String SIGNER = "sns.amazonaws.com";

    private final Set<String> topics;
    private final CertificateSource certificates;
    private final Set<X509Certificate> authorities;
    private final InstantSource clock;

    /** Where certificates come from. */
    interface CertificateSource {

        /**
         * The certificate at an address, and those between it and its authority.
         *
         * @throws GeneralSecurityException if there is none
         */
        List<X509Certificate> chain(URI address) throws GeneralSecurityException;
    }

    /**
     * @param topics ARNs of ours
     * @param authorities trusted to vouch for the signer
     */
    SnsVerifier(
            Set<String> topics, CertificateSource certificates, Set<X509Certificate> authorities, InstantSource clock) {
        this.topics = Set.copyOf(topics);
        this.certificates = certificates;
        this.authorities = Set.copyOf(authorities);
        this.clock = clock;
    }

    /** @throws SnsRefusal if the envelope is not believed */
    void verify(SnsEnvelope envelope) {
        require(topics.contains(envelope.get("TopicArn")), "the topic is not ours");
        require(envelope.get("SignatureVersion").equals("2"), "SignatureVersion is not 2");
        require(isRecent(envelope.get("Timestamp")), "the timestamp is not of the last hour");
        URI address = snsAddress(envelope.get("SigningCertURL"), "SigningCertURL");
        require(address.getPath().endsWith(".pem"), "SigningCertURL is not a certificate");
        try {
            X509Certificate signer = trusted(certificates.chain(address));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(signer);
            signature.update(envelope.signedText().getBytes(StandardCharsets.UTF_8));
            require(
                    signature.verify(Base64.getDecoder().decode(envelope.get("Signature"))),
                    "the signature does not hold");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SnsRefusal(
                    "the signature cannot be verified: " + e.getClass().getSimpleName());
        }
    }

    /** An address whose host can only be SNS's own. */
    static URI snsAddress(String text, String field) {
        try {
            URI address = URI.create(text);
            boolean own = "https".equals(address.getScheme())
                    && address.getRawUserInfo() == null
                    && address.getPort() == -1
                    && address.getHost() != null
                    && SNS_HOST.matcher(address.getHost().toLowerCase(Locale.ROOT))
                            .matches();
            require(own, field + " is not at an SNS host");
            return address;
        } catch (IllegalArgumentException e) {
            throw new SnsRefusal(field + " is no address");
        }
    }

    private X509Certificate trusted(List<X509Certificate> chain) throws GeneralSecurityException {
        require(!chain.isEmpty(), "there is no certificate");
        X509Certificate signer = chain.get(0);
        require(isOfSns(signer), "the certificate is not of SNS");
        Set<TrustAnchor> anchors = new HashSet<>();
        authorities.forEach(each -> anchors.add(new TrustAnchor(each, null)));
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setDate(Date.from(clock.instant()));
        parameters.setRevocationEnabled(false);
        List<X509Certificate> path =
                chain.stream().filter(each -> !authorities.contains(each)).toList();
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        return signer;
    }

    /** Its common name is all of SNS's, neither the beginning of a longer one nor words in another field. */
    private static boolean isOfSns(X509Certificate signer) {
        try {
            return new LdapName(signer.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(each -> each.getType().equalsIgnoreCase("CN"))
                            .map(each -> each.getValue())
                            .toList()
                            .equals(List.of(SIGNER));
        } catch (InvalidNameException e) {
            return false;
        }
    }

    private boolean isRecent(String timestamp) {
        try {
            Duration age =
                    Duration.between(Instant.parse(timestamp), clock.instant()).abs();
            return age.compareTo(OLDEST) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new SnsRefusal(otherwise);
        }
    }
}
