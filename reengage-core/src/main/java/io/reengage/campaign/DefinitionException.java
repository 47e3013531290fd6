// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.campaign;

/**
 * A definition that cannot be read or written: not JSON, not of the published form, or against a rule of the model.
 *
 * <p>The message says what is wrong and what is allowed. It names fields and kinds of values, never the values themselves,
 * except names and spans that the model refuses.
 */
public final class DefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;

    DefinitionException(String path, String problem) {
        super(message(path, problem));
        this.path = path;
    }

    /** The model refused it. */
    DefinitionException(String path, IllegalArgumentException refusal) {
        super(message(path, String.valueOf(refusal.getMessage())), refusal);
        this.path = path;
    }

    /** The spot as a JSON pointer (RFC 6901), such as {@code /steps/0/send}; empty for the whole document. */
    public String path() {
        return path;
    }

    private static String message(String path, String problem) {
        return (path.isEmpty() ? "definition: " : "definition at " + path + ": ") + problem;
    }
}
