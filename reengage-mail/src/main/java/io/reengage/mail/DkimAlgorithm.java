// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.mail;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** How a mail is signed: the two algorithms of RFC 8301 and RFC 8463. */
enum DkimAlgorithm {
    RSA("rsa-sha256", "SHA256withRSA"),
    ED25519("ed25519-sha256", "Ed25519");

    private static final int SHORTEST_RSA = 1024;
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /** What comes before the 32 bytes of a key in its X.509 form. */
    private static final byte[] ED25519_FRAME = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
    };

    private final String tag;
    private final String signature;

    DkimAlgorithm(String tag, String signature) {
        this.tag = tag;
        this.signature = signature;
    }

    /** How signatures name it. */
    String tag() {
        return tag;
    }

    /** How key records name it. */
    String keyType() {
        return tag.substring(0, tag.indexOf('-'));
    }

    /** By the JDK's name for its keys. */
    static DkimAlgorithm of(String keyAlgorithm) {
        return keyAlgorithm.equals("RSA") ? RSA : ED25519;
    }

    static PrivateKey readKey(String pem) {
        String text = pem.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IllegalArgumentException("a DKIM key is PEM text that starts with " + BEGIN
                    + "; `openssl pkcs8 -topk8 -nocrypt` makes one of older forms");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
            return checked(decoded(new PKCS8EncodedKeySpec(der)));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "not a DKIM key: RSA of " + SHORTEST_RSA + " bits or more, or Ed25519, is wanted");
        }
    }

    private static PrivateKey decoded(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            return KeyFactory.getInstance("Ed25519").generatePrivate(spec);
        }
    }

    private static PrivateKey checked(PrivateKey key) throws GeneralSecurityException {
        if (isTooShort(key)) {
            throw new InvalidKeySpecException("too short");
        }
        return key;
    }

    /** Whether receivers must not believe it (RFC 8301 3.2). */
    static boolean isTooShort(Key key) {
        return key instanceof RSAKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA;
    }

    /**
     * A published key.
     *
     * @param key the value of its record's {@code p} tag, decoded
     * @throws GeneralSecurityException if it is none of this algorithm
     */
    PublicKey publicKey(byte[] key) throws GeneralSecurityException {
        byte[] der = key;
        if (this == ED25519) {
            der = new byte[ED25519_FRAME.length + key.length];
            System.arraycopy(ED25519_FRAME, 0, der, 0, ED25519_FRAME.length);
            System.arraycopy(key, 0, der, ED25519_FRAME.length, key.length);
        }
        return KeyFactory.getInstance(this == RSA ? "RSA" : "Ed25519").generatePublic(new X509EncodedKeySpec(der));
    }

    byte[] sign(PrivateKey key, byte[] data) {
        try {
            Signature signer = Signature.getInstance(signature);
            signer.initSign(key);
            signer.update(signed(data));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(tag + " cannot sign", e);
        }
    }

    boolean verify(PublicKey key, byte[] data, byte[] value) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(signature);
        verifier.initVerify(key);
        verifier.update(signed(data));
        return verifier.verify(value);
    }

    /** RFC 8463 3: Ed25519 signs the hash, where RSA hashes by itself. */
    private byte[] signed(byte[] data) {
        return this == ED25519 ? sha256(data) : data;
    }

    static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
