package io.omnihub.bench;

import io.omnihub.simulator.platform.Callback;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/// A platform's callbacks, sealed before they are needed: whole HTTP requests, numbered by their message id.
final class Callbacks {

    private final Platform platform;
    private final int customers;
    private final int port;
    private long sealed;

    Callbacks(Platform platform, int customers, int port) {
        this.platform = platform;
        this.customers = customers;
        this.port = port;
    }

    /// Seals the next ones; they must be sent within five minutes.
    List<Request> seal(long count) {
        long first = sealed;
        sealed += count;
        return LongStream.range(first, sealed).mapToObj(this::request).toList();
    }

    private Request request(long id) {
        int customer = (int) (id % customers);
        Callback callback = platform.seal(id, customer);
        String query = callback.query().isEmpty() ? "" : "?" + callback.query();
        StringBuilder text = new StringBuilder();
        text.append("POST ").append(platform.path()).append(query).append(" HTTP/1.1\r\n");
        text.append("Host: 127.0.0.1:").append(port).append("\r\n");
        callback.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        text.append("Content-Length: ").append(callback.body().length).append("\r\n\r\n");
        byte[] head = text.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + callback.body().length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(callback.body(), 0, whole, head.length, callback.body().length);
        return new Request(id, customer, whole, platform.answer());
    }

    /// @param lane   the customer's connection: what one customer writes goes one after the other
    /// @param answer to one that was taken
    @SuppressWarnings("ArrayRecordComponent")
    record Request(long id, int lane, byte[] bytes, String answer) {}
}
