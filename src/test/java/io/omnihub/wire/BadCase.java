package io.omnihub.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A message that must be refused, and what must be told of it.
///
/// @param told    field and problem
/// @param message in JSON or in Protobuf's text format
record BadCase(String told, String message) {

    private static final Path FOLDER = Path.of("src/test/resources/wire/bad");

    /// Reads a table of cases: paragraphs of two lines, and one of comment before them.
    static Stream<BadCase> read(String file) throws IOException {
        return Stream.of(Files.readString(FOLDER.resolve(file)).split("\n\n"))
                .filter(paragraph -> !paragraph.startsWith("#"))
                .map(paragraph -> paragraph.strip().split("\n", 2))
                .map(lines -> new BadCase(lines[0], lines[1]));
    }

    BadCase with(String placeholder, String value) {
        return new BadCase(told, message.replace(placeholder, value));
    }

    boolean isEntry() {
        return message.startsWith("$ENTRY") || message.startsWith("{$ENTRY");
    }

    @Override
    public String toString() {
        return told;
    }
}
