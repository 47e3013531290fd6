// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.link;

import io.reengage.activity.Networks;
import io.reengage.activity.Visitor;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request for a landing page, as any HTTP server can describe it. */
public final class LandingRequest {

    /** How much of a body is read. A longer one counts as an empty form. */
    public static final int MOST_BODY_BYTES = 64 * 1024;

    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final Map<String, String> form;
    private final @Nullable InetAddress from;

    private LandingRequest(String method, String target, Map<String, List<String>> headers, Map<String, String> form) {
        this.method = method.toUpperCase(Locale.ROOT);
        this.path = target.split("[?#]", 2)[0];
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> this.headers.putIfAbsent(name, String.join(", ", values)));
        this.form = Map.copyOf(form);
        this.from = null;
    }

    private LandingRequest(LandingRequest other, InetAddress from) {
        this.method = other.method;
        this.path = other.path;
        this.headers = other.headers;
        this.form = other.form;
        this.from = from;
    }

    /**
     * A request whose body is still to be read.
     *
     * @param method such as {@code GET}
     * @param target the path as it came, with or without a query, which is ignored. Only its last two parts matter, so it
     *     may begin with whatever the pages are mounted under
     * @param headers all values by name, in any case
     * @param body read up to {@link #MOST_BODY_BYTES} if the method is {@code POST}, and left open. A body that is neither
     *     {@code application/x-www-form-urlencoded} nor {@code multipart/form-data}, or is malformed, counts as an empty form
     * @throws IOException if the body cannot be read
     */
    public static LandingRequest of(String method, String target, Map<String, List<String>> headers, InputStream body)
            throws IOException {
        LandingRequest bare = new LandingRequest(method, target, headers, Map.of());
        if (!bare.method.equals("POST")) {
            return bare;
        }
        byte[] bytes = body.readNBytes(MOST_BODY_BYTES + 1);
        if (bytes.length > MOST_BODY_BYTES) {
            return bare;
        }
        String type = bare.header("Content-Type").orElse(FormBody.URL_ENCODED);
        return new LandingRequest(method, target, headers, FormBody.parse(type, bytes));
    }

    /**
     * A request whose form the server has read already, as servlet containers do.
     *
     * @param form parameters of the body by name; parameters of the query do no harm
     */
    public static LandingRequest withForm(
            String method, String target, Map<String, List<String>> headers, Map<String, String> form) {
        return new LandingRequest(method, target, headers, form);
    }

    /**
     * The same request and where it came from, which helps to tell machines from people if the host named their {@linkplain
     * io.reengage.activity.Networks networks}; the address itself is not kept.
     *
     * @param address the visitor's own, not that of the host's proxy: a server behind one takes it from the header that its
     *     proxy writes, never from one that visitors can write
     */
    public LandingRequest from(InetAddress address) {
        return new LandingRequest(this, address);
    }

    /** Who asks, as far as it tells. */
    Visitor visitor(Networks networks) {
        return Visitor.of(
                method, headers, from == null ? null : networks.of(from).orElse(null));
    }

    String method() {
        return method;
    }

    /** The page the path names; empty if none. */
    String page() {
        String[] parts = path.split("/", -1);
        return parts.length < 2 ? "" : parts[parts.length - 2];
    }

    /** The last part of the path. */
    String token() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    Optional<String> header(String name) {
        @Nullable String value = headers.get(name);
        return Optional.ofNullable(value);
    }

    Optional<String> parameter(String name) {
        @Nullable String value = form.get(name);
        return Optional.ofNullable(value);
    }

    /** Says nothing of the path, which is a capability. */
    @Override
    public String toString() {
        return "LandingRequest[" + method + " " + page() + "]";
    }
}
