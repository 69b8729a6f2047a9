package io.omnihub.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.identity.Role;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/// Clients that are generated from the API's description compile, and do what programs do. They are generated again
/// only when the description has changed, or what drives them.
final class GeneratedClientsIT {

    private static final Path SOURCES = Path.of("src/test/clients");
    private static final Path TARGET = Path.of("target/clients");
    private static final Path GENERATOR = Path.of("target/openapi-generator-cli.jar");

    private final RunningHub hub = RunningHub.shared();
    private final Api agent = hub.as(Role.AGENT);
    private final ConversationId conversation = hub.begin(TenantId.DEFAULT, "Hello");
    private final String description = agent.get("/api/openapi").text();

    @Test
    void aClientOfJavaCompilesAndWorks() throws IOException {
        Path folder = TARGET.resolve("java");
        Path driver = SOURCES.resolve("java/Drive.java");
        Path classes = folder.resolve("classes");
        whenChanged(folder, Files.readString(driver), () -> {
            run(
                    folder,
                    java(),
                    "-jar",
                    GENERATOR.toAbsolutePath().toString(),
                    "generate",
                    "--generator-name",
                    "java",
                    "--library",
                    "native",
                    "--input-spec",
                    "openapi.json",
                    "--output",
                    "generated",
                    "--global-property",
                    "apis,models,supportingFiles,apiDocs=false,modelDocs=false,apiTests=false,modelTests=false",
                    "--additional-properties",
                    "useJakartaEe=true,openApiNullable=false,hideGenerationTimestamp=true,apiPackage=client.api,"
                            + "modelPackage=client.model,invokerPackage=client");
            compile(classes, Stream.concat(sources(folder.resolve("generated/src/main/java")), Stream.of(driver)));
        });

        run(
                folder,
                java(),
                "-classpath",
                classes.toAbsolutePath() + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                "Drive",
                hub.address,
                secret(),
                conversation.value());
    }

    @Test
    void aClientOfTypeScriptCompilesAndWorks() throws IOException {
        Path folder = TARGET.resolve("typescript");
        Path sources = SOURCES.resolve("typescript");
        List<String> files = List.of(".npmrc", "package.json", "package-lock.json", "tsconfig.json", "drive.ts");
        StringBuilder all = new StringBuilder();
        for (String file : files) {
            all.append(Files.readString(sources.resolve(file)));
        }
        whenChanged(folder, all.toString(), () -> {
            for (String file : files) {
                Files.copy(sources.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            run(folder, "npm", "ci");
            run(folder, "npx", "openapi-typescript", "openapi.json", "--output", "api.d.ts");
            run(folder, "npx", "tsc");
        });

        run(folder, "node", "out/drive.js", hub.address, secret(), conversation.value());
    }

    private String secret() {
        return agent.authorization().substring("Bearer ".length());
    }

    /// Begins anew where the description or the sources are others than those of the last time that it succeeded.
    private void whenChanged(Path folder, String sources, Generation generation) throws IOException {
        Path stamp = folder.resolve(".done");
        String now = Integer.toHexString(sources.hashCode()) + description;
        if (Files.exists(stamp) && Files.readString(stamp).equals(now)) {
            return;
        }
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("openapi.json"), description);
        generation.run();
        Files.writeString(stamp, now);
    }

    private static Stream<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private static void compile(Path classes, Stream<Path> sources) throws IOException {
        Files.createDirectories(classes);
        Collection<String> arguments = new ArrayList<>(List.of(
                "-nowarn",
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString()));
        arguments.addAll(sources.map(Path::toString).toList());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
        assertThat(failed).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void run(Path folder, String... command) throws IOException {
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            boolean ended = process.waitFor(5, TimeUnit.MINUTES);
            process.destroyForcibly();
            String what = Stream.of(command).limit(3).collect(Collectors.joining(" ")) + ":\n" + Files.readString(said);
            assertThat(ended).as(what).isTrue();
            assertThat(process.exitValue()).as(what).isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What makes a client.
    @FunctionalInterface
    private interface Generation {
        void run() throws IOException;
    }
}
