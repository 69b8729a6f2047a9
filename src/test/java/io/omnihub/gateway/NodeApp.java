package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An app in Node.js that has the JavaScript client library: `clients/javascript/test/app.mjs` in a process of its own.
final class NodeApp implements AutoCloseable {

    static final Path PACKAGE = Path.of("clients/javascript");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Process process;
    private final BufferedWriter orders;
    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
    private int asked;

    NodeApp(Map<String, ?> options) {
        try {
            process = node("test/app.mjs", JSON.writeValueAsString(options))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        orders = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::listen);
    }

    /// A script of the package. Node 20 has a WebSocket of its own only where it is asked for.
    static ProcessBuilder node(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", "--experimental-websocket", script));
        command.addAll(List.of(arguments));
        ProcessBuilder node = new ProcessBuilder(command).directory(PACKAGE.toFile());
        node.environment().put("NODE_NO_WARNINGS", "1");
        return node;
    }

    /// Has a method called, and waits for what it gives.
    JsonNode call(String method, Object... arguments) {
        int number = ++asked;
        List<Object> order = new ArrayList<>(List.of(number, method));
        order.addAll(List.of(arguments));
        try {
            orders.write(JSON.writeValueAsString(order));
            orders.newLine();
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> Stream.concat(told("answer"), told("failed"))
                                .filter(answer -> answer.get(1).asInt() == number)
                                .toList(),
                        answers -> !answers.isEmpty())
                .getFirst()
                .get(2);
    }

    String send(String text) {
        return call("send", text).asString();
    }

    /// The words of a name that were heard so far.
    Stream<JsonNode> told(String name) {
        return heard.stream().filter(each -> each.get(0).asString().equals(name));
    }

    List<JsonNode> entries() {
        return told("entries").flatMap(each -> each.get(1).valueStream()).toList();
    }

    List<String> said() {
        return texts("inbound");
    }

    List<String> replies() {
        return texts("outbound");
    }

    List<String> states() {
        return told("connection").map(each -> each.get(1).asString()).toList();
    }

    List<String> stored() {
        return told("stored").map(each -> each.get(1).asString()).toList();
    }

    private List<String> texts(String direction) {
        return entries().stream()
                .filter(entry -> entry.path("kind").asString().equals("message.created"))
                .filter(entry -> entry.path("direction").asString().equals(direction))
                .map(entry -> entry.at("/change/parts/0/text").asString())
                .toList();
    }

    /// Ends it as a system does that needs the memory.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Ends it as it wishes to end: with nothing left that would keep it.
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                orders.close();
            }
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("has ended")
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.add(JSON.readTree(line));
            }
        } catch (IOException | JacksonException _) {
            // It was killed, perhaps in the middle of a line.
        }
    }
}
