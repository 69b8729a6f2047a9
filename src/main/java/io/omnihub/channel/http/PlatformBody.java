package io.omnihub.channel.http;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.ContentTypes;
import io.omnihub.channel.InfectedFileException;
import io.omnihub.message.Media;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// An answer whose bytes are still to come.
public final class PlatformBody implements AutoCloseable {

    private final String platform;
    private final int status;
    private final HttpHeaders headers;
    private final TimedBody source;
    private final InputStream stream;

    PlatformBody(String platform, HttpResponse<TimedBody> answer) {
        this.platform = platform;
        this.status = answer.statusCode();
        this.headers = answer.headers();
        this.source = answer.body();
        this.stream = new BufferedInputStream(source);
    }

    /// The same, unless it is an error that says no more than its status.
    ///
    /// @throws ChannelUnavailableException where it is
    PlatformBody telling() {
        if (!isError() || (status >= 400 && isText())) {
            return this;
        }
        close();
        throw refusal();
    }

    public int status() {
        return status;
    }

    /// @return empty where the answer has none
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /// Reads it whole.
    ///
    /// @throws ChannelUnavailableException where it does not come whole
    public byte[] bytes() {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /// Whether HTTP says that it is an error, which [#json] then tells.
    public boolean isError() {
        return status < 200 || status >= 300;
    }

    /// Whether it says that it is JSON.
    public boolean isJson() {
        return type().startsWith("application/json");
    }

    /// Whether it says that it is JSON or any text, as some platforms call their JSON.
    public boolean isText() {
        return isJson() || type().startsWith("text/");
    }

    private String type() {
        return headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    }

    /// Reads it as JSON.
    ///
    /// @throws ChannelUnavailableException where it is none
    public PlatformJson json() {
        try {
            JsonNode json = PlatformJson.MAPPER.readTree(stream.readAllBytes());
            if (json != null && json.isObject()) {
                return new PlatformJson(platform, status, headers, json, isError() ? refusal() : null);
            }
        } catch (JacksonException _) {
            // Told below. What came in its place may be anybody's page, and goes into no log.
        } catch (IOException e) {
            throw broken(e);
        }
        throw isError() ? refusal() : new ChannelUnavailableException(platform + "'s answer is no JSON", true, null);
    }

    /// Streams it into the blob store.
    ///
    /// @param media   as the contact sent it
    /// @param largest the most bytes that are stored
    public Media keep(Blobs blobs, Media media, long largest) {
        try {
            Media stored = blobs.store(stream, contentType(), "", largest);
            return new Media(
                    stored.blob(),
                    stored.contentType(),
                    stored.size(),
                    media.fileName(),
                    media.externalId(),
                    media.url());
        } catch (InfectedFileException e) {
            throw new ChannelRejectedException("infected", Objects.toString(e.getMessage(), ""));
        } catch (IOException e) {
            IOException failure = source.failure();
            throw failure == null
                    ? new ChannelUnavailableException("the blob store can't be written", false, e)
                    : broken(failure);
        }
    }

    @Override
    public void close() {
        source.close();
    }

    /// As its first bytes say, whatever the platform calls it.
    private String contentType() throws IOException {
        stream.mark(ContentTypes.LOOKED_AT);
        String type = ContentTypes.of(stream.readNBytes(ContentTypes.LOOKED_AT));
        stream.reset();
        return type;
    }

    private RuntimeException broken(IOException e) {
        return e instanceof TimedBody.LargeException
                ? new ChannelRejectedException("too-large", "what " + platform + " sends is larger than we take")
                : new ChannelUnavailableException("the connection to " + platform + " broke", true, e);
    }

    /// What its status alone means for who may try again.
    public ChannelUnavailableException refusal() {
        String words = platform + " answered HTTP " + status;
        if (status == 429) {
            return ChannelUnavailableException.after(words + ": it is called too often", pause());
        }
        Duration pause = status == 503 ? pause() : Duration.ZERO;
        return pause.isZero()
                ? new ChannelUnavailableException(words, status >= 500, null)
                : ChannelUnavailableException.after(words, pause).withMaybeSent(true);
    }

    private Duration pause() {
        return RetryAfter.of(header("Retry-After"));
    }
}
