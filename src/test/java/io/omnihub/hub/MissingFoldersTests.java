package io.omnihub.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.RoutesCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MissingFoldersTests {

    private final RoutesCollector collector = (RoutesCollector)
            new MissingFolders().postProcessAfterInitialization(new DefaultRoutesCollector(), "collector");

    private final CamelContext camel = new DefaultCamelContext();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void aFolderThatDoesNotExistHasNoRoutes() {
        String none = routes(folder.resolve("none"));

        assertThat(collector.findRouteResourcesFromDirectory(camel, null, none)).isEmpty();
        assertThat(collector.collectRoutesFromDirectory(camel, null, none)).isEmpty();
    }

    @Test
    void theOthersAreRead() throws IOException {
        Files.writeString(folder.resolve("some.camel.yaml"), "- route:\n    from:\n      uri: direct:some\n");
        String both = routes(folder.resolve("none")) + "," + routes(folder);

        assertThat(collector.findRouteResourcesFromDirectory(camel, null, both)).hasSize(1);
    }

    private static String routes(Path folder) {
        return "file:" + folder + "/*.camel.yaml";
    }
}
