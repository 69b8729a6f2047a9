package io.omnihub.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Looks for what keeps a person with a screen reader, a keyboard or weak eyes out.
public final class Axe {

    private static final Path SCRIPT = Path.of("src/main/console/node_modules/axe-core/axe.min.js");

    private Axe() {}

    /// @param screen what is shown, for the message
    public static void check(Frame frame, String screen) {
        frame.evaluate(script());
        Object violations = frame.evaluate("""
                async () => {
                  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
                  const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } })
                  return violations.flatMap(each => each.nodes.map(node =>
                      `${each.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`)).join('\\n')
                }
                """);
        assertThat(violations).as(screen).isEqualTo("");
    }

    private static String script() {
        try {
            return Files.readString(SCRIPT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
