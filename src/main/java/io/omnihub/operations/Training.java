package io.omnihub.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// Serves a hub that was started to be learned from: makes its first traffic, and ends it. The JVM writes down what it
/// has learned when it ends (JEP 514).
final class Training implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final int TIMES = 20;

    private final ConfigurableApplicationContext context;

    Training(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        Thread.ofPlatform().name("training").start(() -> {
            int status = 1;
            try {
                train("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
                status = 0;
            } catch (IOException | RuntimeException e) {
                LOG.error("The training failed", e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            SpringApplication.exit(context);
            System.exit(status);
        });
    }

    private static void train(String address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : new String[] {"/actuator/health/readiness", "/", "/console/", "/api/v1/me"}) {
                send(client, HttpRequest.newBuilder(URI.create(address + path)).GET());
            }
            String token = token(send(client, post(address + "/api/v1/visitors", "{\"site\":\"training\"}")));
            IntStream.range(0, TIMES).forEach(time -> say(client, address, token, time));
        }
    }

    private static void say(HttpClient client, String address, String token, int time) {
        String message = "{\"clientId\":\"training-message-%d\",\"parts\":[{\"type\":\"text\",\"text\":\"Hello\"}]}"
                .formatted(time);
        try {
            send(
                    client,
                    post(address + "/api/v1/visitor/messages", message).header("Authorization", "Visitor " + token));
            send(
                    client,
                    HttpRequest.newBuilder(URI.create(address + "/api/v1/visitor/entries"))
                            .header("Authorization", "Visitor " + token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder post(String address, String json) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    private static String send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    private static String token(String answer) {
        Matcher matcher = TOKEN.matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException("no token: " + answer);
        }
        return matcher.group(1);
    }
}
