// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.ses;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and a signer of its own, made by the JDK's keytool, in the place of Amazon's. */
final class LocalAuthority {
    private static final String PASSWORD = "changeit";

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private LocalAuthority(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    /** Makes keys in a folder. */
    static LocalAuthority in(Path folder, String signer) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("keys-" + Integer.toHexString(signer.hashCode()) + ".p12");
        keytool(store, "authority", "CN=Local Authority", "-ext", "bc:c");
        keytool(store, "signer", signer, "-signer", "authority");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate each : keys.getCertificateChain("signer")) {
            chain.add((X509Certificate) each);
        }
        return new LocalAuthority(chain, (PrivateKey) keys.getKey("signer", PASSWORD.toCharArray()));
    }

    private static void keytool(Path store, String alias, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Duser.language=en",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "RSA",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-dname",
                name));
        command.addAll(List.of(more));
        try {
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException("keytool ended with " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The signer's certificate, then the authority's. */
    List<X509Certificate> chain() {
        return chain;
    }

    X509Certificate authority() {
        return chain.get(chain.size() - 1);
    }

    String sign(String text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(signature.sign());
    }
}
