package io.omnihub.trace;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/// A collector that takes OTLP over HTTP, in Protobuf.
public final class Collector implements AutoCloseable {

    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();

    public Collector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    public List<Received> spans() {
        return List.copyOf(spans);
    }

    /// Those of one trace, by their names.
    public List<String> namesIn(String trace) {
        return spans.stream()
                .filter(span -> span.trace().equals(trace))
                .map(Received::name)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange call) throws IOException {
        boolean zipped = "gzip".equals(call.getRequestHeaders().getFirst("Content-Encoding"));
        try (call;
                InputStream body = zipped ? new GZIPInputStream(call.getRequestBody()) : call.getRequestBody()) {
            // ExportTraceServiceRequest, ResourceSpans, ScopeSpans, Span.
            for (UnknownFieldSet resource : messages(UnknownFieldSet.parseFrom(body), 1)) {
                for (UnknownFieldSet scope : messages(resource, 2)) {
                    messages(scope, 2).forEach(span -> spans.add(Received.of(span)));
                }
            }
            call.sendResponseHeaders(200, -1);
        }
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet in, int field) throws IOException {
        List<UnknownFieldSet> all = new CopyOnWriteArrayList<>();
        for (ByteString bytes : in.getField(field).getLengthDelimitedList()) {
            all.add(UnknownFieldSet.parseFrom(bytes));
        }
        return all;
    }

    /// A span.
    public record Received(String trace, String id, String parent, String name) {

        private static Received of(UnknownFieldSet span) {
            return new Received(
                    hex(span, 1), hex(span, 2), hex(span, 4), bytes(span, 5).toStringUtf8());
        }

        private static String hex(UnknownFieldSet span, int field) {
            return HexFormat.of().formatHex(bytes(span, field).toByteArray());
        }

        private static ByteString bytes(UnknownFieldSet span, int field) {
            return span.getField(field).getLengthDelimitedList().stream()
                    .findFirst()
                    .orElse(ByteString.EMPTY);
        }
    }
}
