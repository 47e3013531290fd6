// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.channel;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The templates that come with the library, behind those of the host: a file of the host's takes the place of ours. */
record Starters(TemplateSource own) implements TemplateSource {
    static final List<String> NAMES = List.of("still-interested", "recommended-for-you", "offer", "goodbye");
    static final List<String> LANGUAGES = List.of("", "_ja");

    private static final String FOLDER = "starters/";

    @Override
    public Optional<String> read(String file) throws IOException {
        Optional<String> theirs = own.read(file);
        if (theirs.isPresent()) {
            return theirs;
        }
        try (@Nullable InputStream in = Starters.class.getResourceAsStream(FOLDER + file)) {
            return in == null ? Optional.empty() : Optional.of(TemplateSource.text(file, in));
        }
    }

    @Override
    public Set<String> files() throws IOException {
        Set<String> files = new TreeSet<>(own.files());
        for (String name : NAMES) {
            for (String language : LANGUAGES) {
                files.add(name + language + ".subject" + TemplateFiles.FileName.ENDING);
                files.add(name + language + ".html" + TemplateFiles.FileName.ENDING);
            }
        }
        return files;
    }

    @Override
    public String name() {
        return own.name() + " or among the starters";
    }
}
