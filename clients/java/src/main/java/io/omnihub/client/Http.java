package io.omnihub.client;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/// The REST API for visitors, as docs/api.md has it. Each call waits for its answer.
final class Http {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final int PIECE = 16 * 1024;
    private static final int LONGEST_PROBLEM = 16 * 1024;

    private final OkHttpClient http;
    private final HttpUrl hub;

    Http(OkHttpClient http, HttpUrl hub) {
        this.http = http;
        this.hub = hub;
    }

    /// What the hub tells of a site: its `gateway` most of all.
    Map<String, @Nullable Object> site(String site) throws IOException {
        return json(new Request.Builder()
                .url(url("widget", "sites", site + ".json").build())
                .build());
    }

    /// A visitor's token; docs/websocket.md tells its fields.
    Map<String, @Nullable Object> token(String site, @Nullable String user, @Nullable String earlier)
            throws IOException {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("site", site);
        if (user != null) {
            body.put("user", user);
        }
        if (earlier != null) {
            body.put("token", earlier);
        }
        return json(new Request.Builder()
                .url(url("api", "v1", "visitors").build())
                .post(RequestBody.create(Json.write(body), JSON))
                .build());
    }

    List<Entry> before(String token, long sequence, int limit) throws IOException {
        HttpUrl url = url("api", "v1", "visitor", "entries")
                .addQueryParameter("before", Long.toString(sequence))
                .addQueryParameter("limit", Integer.toString(limit))
                .build();
        List<Entry> entries = new ArrayList<>();
        for (Map<String, @Nullable Object> entry :
                Json.objects(json(as(token, url).build()).get("items"))) {
            entries.add(new Entry(entry));
        }
        return entries;
    }

    /// @return the blob
    String upload(String token, File file, String contentType, UploadProgress progress) throws IOException {
        HttpUrl url = url("api", "v1", "visitor", "media")
                .addQueryParameter("fileName", file.getName())
                .build();
        Map<String, @Nullable Object> media =
                json(as(token, url).post(body(file, contentType, progress)).build());
        return Json.string(media.get("blob"));
    }

    void download(String token, long sequence, int part, OutputStream out) throws IOException {
        try (Response response =
                http.newCall(as(token, part(sequence, part, "media")).build()).execute()) {
            copy(checked(response).byteStream(), out);
        }
    }

    /// Registers a device, which is to be woken when the hub has something to say.
    void register(String token, String device, Map<String, @Nullable Object> facts) throws IOException {
        done(as(token, url("api", "v1", "visitor", "devices", device).build())
                .put(RequestBody.create(Json.write(facts), JSON)));
    }

    void unregister(String token, String device) throws IOException {
        done(as(token, url("api", "v1", "visitor", "devices", device).build()).delete());
    }

    /// Tells of the app itself.
    void context(String token, Map<String, String> facts) throws IOException {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("facts", facts);
        done(as(token, url("api", "v1", "visitor", "context").build())
                .post(RequestBody.create(Json.write(body), JSON)));
    }

    /// Presses a button of a card.
    void press(String token, long sequence, int part, String value) throws IOException {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("value", value);
        done(as(token, part(sequence, part, "clicks")).post(RequestBody.create(Json.write(body), JSON)));
    }

    /// How the record of a card stood.
    Map<String, @Nullable Object> record(String token, long sequence, int part) throws IOException {
        return json(as(token, part(sequence, part, "record")).build());
    }

    private HttpUrl part(long sequence, int part, String what) {
        return url("api", "v1", "visitor", "entries", Long.toString(sequence), "parts", Integer.toString(part), what)
                .build();
    }

    private void done(Request.Builder request) throws IOException {
        try (Response response = http.newCall(request.build()).execute()) {
            checked(response);
        }
    }

    private HttpUrl.Builder url(String... segments) {
        HttpUrl.Builder url = hub.newBuilder();
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }

    private static Request.Builder as(String token, HttpUrl url) {
        return new Request.Builder().url(url).header("Authorization", "Visitor " + token);
    }

    private Map<String, @Nullable Object> json(Request request) throws IOException {
        try (Response response = http.newCall(request).execute()) {
            return Json.readObject(checked(response).string());
        } catch (IllegalArgumentException e) {
            throw new IOException("the answer of " + request.url() + " is no JSON", e);
        }
    }

    private static ResponseBody checked(Response response) throws IOException {
        if (!response.isSuccessful()) {
            throw new ApiException(
                    response.code(), detail(response.peekBody(LONGEST_PROBLEM).string()));
        }
        return Objects.requireNonNull(response.body(), "an answer to a call has a body");
    }

    private static String detail(String problem) {
        try {
            return Json.string(Json.readObject(problem).get("detail"));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            out.write(piece, 0, count);
        }
    }

    private static RequestBody body(File file, String contentType, UploadProgress progress) {
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return MediaType.parse(contentType);
            }

            @Override
            public long contentLength() {
                return file.length();
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                long all = contentLength();
                byte[] piece = new byte[PIECE];
                try (InputStream in = new FileInputStream(file)) {
                    long done = 0;
                    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                        sink.write(piece, 0, count);
                        done += count;
                        progress.sent(done, all);
                    }
                }
            }
        };
    }
}
