// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.internal.run;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import io.reengage.subscriber.Address;
import io.reengage.subscriber.Subscriber;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Names addresses and people by keyed hashes, so that a suppression outlives the data it is about. */
public final class Fingerprints {
    private final HashFunction hash;

    public Fingerprints(String saltHex) {
        this.hash = Hashing.hmacSha256(BaseEncoding.base16().lowerCase().decode(saltHex));
    }

    public String of(Address address) {
        return of(address.kind(), address.canonical());
    }

    private String of(String kind, String spelling) {
        return "a:" + hash(kind + ":" + spelling);
    }

    public String ofPerson(String subscriberId) {
        return "p:" + hash(subscriberId);
    }

    /** How an address is named by a hash others made of it, without our salt. */
    public static String ofHash(String kind, String sha256Hex) {
        return "h:" + kind + ":" + sha256Hex;
    }

    /**
     * Everything a suppression of this address may be found under: our own hash, and one that was brought in, of either spelling
     * of the address.
     */
    public List<String> lookups(Address address) {
        List<String> lookups = new ArrayList<>(4);
        String canonical = address.canonical();
        addLookups(address, canonical, lookups);
        String folded = address.value().strip().toLowerCase(Locale.ROOT);
        if (!folded.equals(canonical)) {
            addLookups(address, folded, lookups);
        }
        return lookups;
    }

    private void addLookups(Address address, String spelling, List<String> lookups) {
        lookups.add(of(address.kind(), spelling));
        lookups.add(ofHash(address.kind(), hash(Hashing.sha256(), spelling)));
    }

    /** Everything a suppression of this person may be found under. */
    List<String> lookups(Subscriber subscriber) {
        List<String> subjects = new ArrayList<>(1 + 2 * subscriber.addresses().size());
        subjects.add(ofPerson(subscriber.id()));
        for (Address address : subscriber.addresses()) {
            subjects.addAll(lookups(address));
        }
        return subjects;
    }

    /** Everything a suppression of this person is filed under. */
    public List<String> subjects(Subscriber subscriber) {
        List<String> subjects = new ArrayList<>();
        subjects.add(ofPerson(subscriber.id()));
        subscriber.addresses().forEach(address -> subjects.add(of(address)));
        return subjects;
    }

    private String hash(String text) {
        return hash(hash, text);
    }

    private static String hash(HashFunction function, String text) {
        return HexFormat.of()
                .formatHex(function.hashString(text, StandardCharsets.UTF_8).asBytes());
    }
}
