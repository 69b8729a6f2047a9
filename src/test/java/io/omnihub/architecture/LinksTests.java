package io.omnihub.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The pages' relative links lead to files and headings that exist.
final class LinksTests {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        for (var link : LINK.matcher(Files.readString(page)).results().toList()) {
            String target = link.group(1);
            if (target.matches("[a-z]+:.*")) {
                continue;
            }
            Path file = target.isEmpty() ? page : page.resolveSibling(target).normalize();
            assertThat(file).as("%s in %s", link.group(), page).exists();
            if (link.group(2) != null) {
                assertThat(anchors(file)).as("%s in %s", link.group(), page).contains(link.group(2));
            }
        }
    }

    @Test
    void theReadmesExistInBothLanguages() throws IOException {
        assertThat(pages()).contains(Path.of("README.md"), Path.of("README.zh-CN.md"));
    }

    @Test
    void theReadmesShowTheConsoleAndTheWidget() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("images/console.png", "images/widget.png");
        assertThat(Files.readString(Path.of("README.zh-CN.md")))
                .contains("images/console.zh-CN.png", "images/widget.zh-CN.png");
    }

    @Test
    void eachPictureIsShownSomewhere() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path page : pages().toList()) {
            all.append(Files.readString(page));
        }
        try (Stream<Path> pictures = Files.list(Path.of("docs/images"))) {
            assertThat(pictures).allSatisfy(picture -> assertThat(all).contains("images/" + picture.getFileName()));
        }
    }

    private static Set<String> anchors(Path file) throws IOException {
        return HEADING.matcher(Files.readString(file))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static Stream<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(root, docs).filter(file -> file.toString().endsWith(".md")).toList().stream();
        }
    }
}
