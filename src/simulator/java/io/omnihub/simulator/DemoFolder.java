package io.omnihub.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.springframework.util.FileSystemUtils;

/// What the demo puts on the disk: the hub's channels and routes with its own beside them, what its ERP drops, and its
/// table of orders. It is gone when the demo ends.
final class DemoFolder implements AutoCloseable {

    private static final List<String> FILES =
            List.of("mappings/erp-invoices.yaml", "mappings/demo-orders.yaml", "erp.camel.yaml", "orders.camel.yaml");

    private final Path root;

    /// @param channels of the hub, and its routes: copied as they are now
    DemoFolder(Path channels, Path routes) {
        try {
            root = Files.createTempDirectory("omnihub-demo");
            copy(channels, channels());
            copy(routes, routes());
            Files.createDirectories(routes().resolve("mappings"));
            Files.createDirectories(erp());
            for (String file : FILES) {
                write(routes().resolve(file), resource(file));
            }
            declare("erp", source("erp", "ERP"));
            declare("orders", source("orders", "Shop orders 商店订单"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        if (Files.isDirectory(from)) {
            FileSystemUtils.copyRecursively(from.toRealPath(), to);
        }
    }

    private static void write(Path file, String text) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.writeString(file, text);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(DemoFolder.class.getResourceAsStream("/demo-erp/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String source(String name, String title) {
        return """
                omnihub:
                  channels:
                    %1$s:
                      name: %2$s
                      capabilities: {}
                      inboxes:
                        %1$s:
                          name: %2$s
                """.formatted(name, title);
    }

    /// Declares a channel beside those of the hub.
    void declare(String name, String yaml) {
        try {
            write(channels().resolve(name + ".yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path channels() {
        return root.resolve("channels");
    }

    Path routes() {
        return root.resolve("routes");
    }

    /// Where the ERP drops its files.
    Path erp() {
        return root.resolve("erp");
    }

    /// The shop's table of orders, as JDBC finds it.
    String orders() {
        return "jdbc:sqlite:" + root.resolve("orders.db") + "?busy_timeout=10000";
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(root);
    }
}
