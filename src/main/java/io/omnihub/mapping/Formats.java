package io.omnihub.mapping;

import org.jspecify.annotations.Nullable;

/// The formats by their names.
final class Formats {

    private Formats() {}

    static Format compile(@Nullable Yaml named, @Nullable Yaml charset) {
        TextOf text = TextOf.compile(charset);
        Yaml.choice(named, "json");
        return new JsonFormat(text);
    }

    static Format ofAnswers(@Nullable Yaml named) {
        return compile(named, null);
    }
}
