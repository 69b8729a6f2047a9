package io.omnihub.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people copy waits until a file is whole: else its first half is taken, and the rest lost where it is moved to.
class WholeFilesTests {

    /// An address in a route, in its template's parameter or in the words about one, with its options on the next line.
    private static final Pattern TAKEN = Pattern.compile(
            "(from, value: \"|from:\\n(?: +id: .*\\n)? +uri: \"?|such as )(master:[\\w-]+:)?(file|sftp|ftps?):.*"
                    + "(\\n +parameters: \\{.*)?");

    @ParameterizedTest
    @ValueSource(strings = {"docs", "examples", "routes", "src/simulator/resources"})
    void whateverTakesFilesSaysHowItKnowsThatOneIsWhole(String folder) throws IOException {
        List<String> taken;
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            taken = files.filter(file -> file.toString().matches(".*[.](md|yaml)"))
                    .flatMap(file -> TAKEN.matcher(read(file)).results().map(MatchResult::group))
                    .toList();
        }

        assertThat(taken)
                .isNotEmpty()
                .allMatch(from -> from.contains("doneFileName=")
                        || from.contains("readLock=changed")
                        || from.contains("readLock: changed"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
