package io.omnihub.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Flow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the API's with one credential.
///
/// @param authorization the value of the header; empty for none
public record Api(String address, String authorization, HttpClient http) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String FIRST_PASSWORD = "password";
    private static final JsonMapper JSON = new JsonMapper();

    public Api(String address, String authorization) {
        this(address, authorization, HTTP);
    }

    /// The API as a program that the first administrator makes a token for.
    ///
    /// @param password the line by which the hub told the password at its first start
    public static Api program(String address, String password) {
        String first = password.strip().substring(FIRST_PASSWORD.length()).strip();
        String secret = new Api(address, basic("admin", first))
                .post("/api/v1/tokens", "{\"name\":\"test\",\"role\":\"admin\"}")
                .json()
                .path("secret")
                .asString();
        return new Api(address, "Bearer " + secret);
    }

    /// Whether a line that a hub printed tells its first password.
    public static boolean tellsPassword(String line) {
        return line.strip().startsWith(FIRST_PASSWORD);
    }

    /// The same from another address of this machine, which the hub takes for another caller.
    public Api from(InetAddress local) {
        return new Api(
                address,
                authorization,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .localAddress(local)
                        .build());
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /// @param headers names and values in turn
    public Answer post(String path, String json, String... headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public Answer put(String path, String json) {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
    }

    public Answer patch(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)));
    }

    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpRequest built = request.build();
            Answer answer = new Answer(http.send(built, BodyHandlers.ofByteArray()));
            RunningHub.description(address)
                    .ifPresent(description -> description.check(
                            built.method(),
                            built.uri().getRawPath(),
                            sent(built),
                            answer.status(),
                            answer.header("Content-Type"),
                            answer.response().body()));
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sent(HttpRequest request) {
        boolean json = request.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        var bytes = BodySubscribers.ofByteArray();
        request.bodyPublisher()
                .filter(_ -> json)
                .ifPresent(body -> body.subscribe(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        bytes.onSubscribe(subscription);
                    }

                    @Override
                    public void onNext(ByteBuffer item) {
                        bytes.onNext(List.of(item));
                    }

                    @Override
                    public void onError(Throwable error) {
                        bytes.onError(error);
                    }

                    @Override
                    public void onComplete() {
                        bytes.onComplete();
                    }
                }));
        return request.bodyPublisher().filter(_ -> json).isEmpty()
                ? new byte[0]
                : bytes.getBody().toCompletableFuture().join();
    }

    /// What came back.
    public record Answer(HttpResponse<byte[]> response) {

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }
    }
}
