// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;

/** Keys to sign with, and the records that publish them. */
final class Keys {
    static final KeyPair RSA = pair("RSA");
    static final KeyPair ED25519 = pair("Ed25519");

    private Keys() {}

    static KeyPair pair(String algorithm) {
        return pair(algorithm, 2048);
    }

    static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    static String record(KeyPair pair) {
        byte[] key = pair.getPublic().getEncoded();
        boolean rsa = pair.getPublic().getAlgorithm().equals("RSA");
        byte[] published = rsa ? key : Arrays.copyOfRange(key, key.length - 32, key.length);
        return "v=DKIM1; k=" + (rsa ? "rsa" : "ed25519") + "; p="
                + Base64.getEncoder().encodeToString(published);
    }
}
