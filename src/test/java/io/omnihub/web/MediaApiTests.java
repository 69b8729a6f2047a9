package io.omnihub.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.omnihub.identity.Role;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Media;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.Clamd;
import io.omnihub.web.Api.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Files over the API, in both directions.
final class MediaApiTests {

    private static final byte[] PNG = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
    };
    private static final byte[] PAGE = "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8);

    private final RunningHub hub = RunningHub.shared();
    private final Api agent = hub.as(Role.AGENT);

    @Test
    void aPictureIsUploadedSentAndShown() {
        Answer uploaded = upload(agent, "/api/v1/media?fileName=parcel.png", "text/html", PNG);
        assertThat(uploaded.status()).isEqualTo(201);
        JsonNode media = uploaded.json();
        assertThat(media.path("contentType").asString()).isEqualTo("image/png");
        assertThat(media.path("size").asLong()).isEqualTo(PNG.length);
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");

        Answer sent = agent.post("/api/v1/conversations/" + id + "/replies", reply(media));

        assertThat(sent.status()).isEqualTo(201);
        Answer shown = agent.get(sent.header("Location") + "/parts/0/media");
        assertThat(shown.response().body()).isEqualTo(PNG);
        assertThat(shown.header("Content-Type")).isEqualTo("image/png");
        assertThat(shown.header("Content-Disposition")).startsWith("inline");
        assertThat(shown.header("Content-Security-Policy")).contains("sandbox");
        assertThat(agent.get(sent.header("Location") + "/parts/1/media").status())
                .isEqualTo(404);
    }

    @Test
    void anotherTenantsFileIsNeitherShownNorSent() {
        JsonNode media = upload(agent, "/api/v1/media", "image/png", PNG).json();
        ConversationId mine = hub.begin(TenantId.DEFAULT, "Hello");
        String entry = agent.post("/api/v1/conversations/" + mine + "/replies", reply(media))
                .header("Location");
        Api stranger = hub.as(RunningHub.OTHER, Role.ADMIN);
        ConversationId theirs = hub.begin(RunningHub.OTHER, "Hello");

        assertThat(stranger.get(entry + "/parts/0/media").status()).isEqualTo(404);
        Answer sent = stranger.post(
                "/api/v1/conversations/" + theirs + "/replies",
                reply(media).replace(media.path("blob").asString(), "0".repeat(64)));
        assertThat(sent.status()).isEqualTo(400);
        assertThat(sent.text()).contains("parts[0].media.blob");

        assertThat(stranger.post("/api/v1/conversations/" + theirs + "/replies", reply(media))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aFileIsSentOnByWhoUploadedItOrSeesIt() {
        byte[] bytes = (new String(PNG, ISO_8859_1) + UUID.randomUUID()).getBytes(ISO_8859_1);
        JsonNode media = upload(agent, "/api/v1/media", "image/png", bytes).json();
        String path = "/api/v1/conversations/" + hub.begin(TenantId.DEFAULT, "Hello") + "/replies";
        Api colleague = hub.as(Role.AGENT);

        Answer unseen = colleague.post(path, reply(media));
        assertThat(unseen.status()).isEqualTo(400);
        assertThat(unseen.text()).contains("parts[0].media.blob");

        assertThat(agent.post(path, reply(media)).status()).isEqualTo(201);
        Answer seen = await().until(() -> colleague.post(path, reply(media)), answer -> answer.status() == 201);
        Answer shown = agent.get(seen.header("Location") + "/parts/0/media");
        assertThat(shown.response().body()).isEqualTo(bytes);
    }

    @Test
    void whatACustomerSentIsNeverRunByABrowser() {
        JsonNode media = upload(agent, "/api/v1/media?fileName=x.html", "text/html", PAGE)
                .json();
        ConversationId id = hub.say(
                TenantId.DEFAULT,
                RunningHub.newUser(),
                new Content.File(Media.stored(media.path("blob").asString(), "text/html", PAGE.length, "evil.html")));

        Answer shown = agent.get("/api/v1/conversations/" + id + "/entries/2/parts/0/media");

        assertThat(shown.response().body()).isEqualTo(PAGE);
        assertThat(shown.header("Content-Type")).doesNotContain("html");
        assertThat(shown.header("Content-Disposition")).startsWith("attachment");
        assertThat(shown.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><script>alert(1)</script></html>",
                "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
                "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
                "%PDF-1.4 <script>",
                "GIF89a/*<svg/onload=alert(1)>*/",
                "\0\0\0\u0018ftypheic\0\0\0\0mif1heic"
            })
    void onlyPicturesThatRunNothingAreShown(String file) {
        Answer shown = shown(upload(agent, "/api/v1/media?fileName=x.svg", "image/svg+xml", file.getBytes(ISO_8859_1)));

        assertThat(shown.header("Content-Disposition")).startsWith("attachment");
        assertThat(shown.header("Content-Type")).doesNotContain("svg", "html", "xml");
        assertThat(shown.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void aTableThatBeginsLikeAPictureIsAFile() {
        byte[] table = "BMI,weight\n21,60\n".getBytes(StandardCharsets.UTF_8);

        JsonNode media = upload(agent, "/api/v1/media?fileName=measures.csv", "text/csv", table)
                .json();

        assertThat(media.path("contentType").asString()).isEqualTo("application/octet-stream");
    }

    @Test
    void aNameThatTurnsItsDirectionIsShownAsItIs() {
        Answer uploaded = upload(agent, "/api/v1/media?fileName=invoice%E2%80%AEfdp.exe", "image/png", PNG);
        Answer shown = shown(uploaded);

        assertThat(uploaded.json().path("fileName").asString()).isEqualTo("invoicefdp.exe");
        assertThat(shown.header("Content-Disposition")).isEqualTo("inline; filename=\"invoicefdp.exe\"");
    }

    @Test
    void aNameThatIsNotAsciiStandsInTheHeaderTwice() {
        Answer shown = shown(upload(agent, "/api/v1/media?fileName=%E5%8F%91%E7%A5%A8%22%201.png", "image/png", PNG));

        assertThat(shown.header("Content-Disposition"))
                .isEqualTo("inline; filename=\"___ 1.png\"; filename*=UTF-8''%E5%8F%91%E7%A5%A8%22%201.png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-1 | 206 | bytes 0-1/16 | 2",
                "bytes=4- | 206 | bytes 4-15/16 | 12",
                "bytes=-3 | 206 | bytes 13-15/16 | 3",
                "bytes=0-999 | 206 | bytes 0-15/16 | 16",
                "bytes=16- | 416 | bytes */16 | -1",
                "bytes=0-0,2-2 | 200 | '' | 16",
                "bytes=5-2 | 200 | '' | 16",
                "pages=1-2 | 200 | '' | 16",
            })
    void aPartOfAFileIsGivenOut(String range, int status, String contentRange, int length) {
        String href = href(upload(agent, "/api/v1/media?fileName=a.png", "image/png", PNG));
        Answer part = agent.send(agent.request(href).header("Range", range));

        assertThat(part.status()).isEqualTo(status);
        assertThat(part.header("Content-Range")).isEqualTo(contentRange);
        if (length >= 0) {
            assertThat(part.header("Accept-Ranges")).isEqualTo("bytes");
            assertThat(part.header("Content-Length")).isEqualTo(Integer.toString(length));
            assertThat(part.response().body()).hasSize(length);
        }
    }

    @Test
    void aPartIsGivenOutOnlyOfTheBytesThatItsReaderHas() {
        String href = href(upload(agent, "/api/v1/media?fileName=a.png", "image/png", PNG));
        String tag = agent.get(href).header("ETag");

        assertThat(agent.send(agent.request(href).header("Range", "bytes=1-3").header("If-Range", tag))
                        .response()
                        .body())
                .isEqualTo(new byte[] {'P', 'N', 'G'});
        assertThat(agent.send(agent.request(href).header("Range", "bytes=1-3").header("If-Range", "\"other\""))
                        .status())
                .isEqualTo(200);
        Answer head = agent.send(agent.request(href).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(PNG.length));
    }

    @Test
    void aFileWithAVirusIsRefused() {
        Answer refused =
                upload(agent, "/api/v1/media?fileName=eicar.com", "text/plain", Clamd.EICAR.getBytes(ISO_8859_1));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("type").asString()).isEqualTo("urn:omnihub:problem:infected");
        RunningHub.CLAMD.fail(true);
        try {
            Answer later = upload(agent, "/api/v1/media", "image/png", PNG);
            assertThat(later.status()).isEqualTo(503);
            assertThat(later.header("Retry-After")).isNotEmpty();
        } finally {
            RunningHub.CLAMD.fail(false);
        }
    }

    private Answer shown(Answer uploaded) {
        return agent.get(href(uploaded));
    }

    /// Where a file is that was uploaded, once it was sent.
    private String href(Answer uploaded) {
        assertThat(uploaded.status()).as(uploaded.text()).isEqualTo(201);
        ConversationId id = hub.begin(TenantId.DEFAULT, "Hello");
        return agent.post("/api/v1/conversations/" + id + "/replies", reply(uploaded.json()))
                        .header("Location")
                + "/parts/0/media";
    }

    @Test
    void whatIsNotHereYetIsNotFound() {
        ConversationId id = hub.say(
                TenantId.DEFAULT, RunningHub.newUser(), new Content.Image(Media.external("on-the-platform", "")));

        assertThat(agent.get("/api/v1/conversations/" + id + "/entries/2/parts/0/media")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void badUploadsAreRefused() {
        assertThat(upload(agent, "/api/v1/media", "image/png", new byte[0]).status())
                .isEqualTo(400);
        for (String form : List.of(
                "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "Multipart/Mixed;boundary=x")) {
            assertThat(upload(agent, "/api/v1/media", form, PNG).status())
                    .as(form)
                    .isEqualTo(415);
        }
        assertThat(upload(agent, "/api/v1/media?fileName=" + "x".repeat(2_000), "image/png", PNG)
                        .status())
                .isEqualTo(400);
        assertThat(upload(hub.anonymous(), "/api/v1/media", "image/png", PNG).status())
                .isEqualTo(401);
    }

    @Test
    void whatIsAnnouncedAsTooLargeIsNotEvenRead() throws IOException {
        URI address = URI.create(hub.address);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("""
                    POST /api/v1/media HTTP/1.1
                    Host: localhost
                    Authorization: %s
                    Content-Type: image/png
                    Content-Length: 21000000

                    """.formatted(agent.authorization())
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();

            assertThat(status).startsWith("HTTP/1.1 413");
        }
    }

    private static Answer upload(Api api, String path, String type, byte[] bytes) {
        return api.send(api.request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(bytes)));
    }

    private static String reply(JsonNode media) {
        return "{\"parts\": [{\"type\": \"image\", \"media\": %s}]}".formatted(media);
    }
}
