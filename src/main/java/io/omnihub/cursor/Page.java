package io.omnihub.cursor;

import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.http.RetryAfter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A page on its way: what was asked for, and what is to be asked for next.
final class Page implements PageSource.Turn {

    private static final String PROPERTY = "HubPage";

    /// Under this name addresses of `platform:call` find the position.
    private static final String POSITION = "HubCursor";

    private static final int OK = 200;
    private static final int REDIRECTION = 300;
    private static final String LAST = "last";

    private final String cursor;
    private final String position;
    private @Nullable String next;

    private Page(String cursor, String position) {
        this.cursor = cursor;
        this.position = position;
    }

    /// @param position after which it begins
    static Page begin(Exchange exchange, String cursor, String position) {
        Page page = new Page(cursor, position);
        exchange.setProperty(PROPERTY, page);
        exchange.setProperty(POSITION, position);
        return page;
    }

    /// @throws IllegalStateException where the exchange is no page of that source
    static Page of(Exchange exchange, String cursor) {
        Page page = exchange.getProperty(PROPERTY, Page.class);
        if (page == null || !page.cursor.equals(cursor)) {
            throw new IllegalStateException("cursor:" + cursor + " must stand in the route that begins with it");
        }
        return page;
    }

    @Override
    public boolean isFilled() {
        return true;
    }

    @Override
    public Optional<String> taken() {
        return Optional.ofNullable(next);
    }

    @Override
    public boolean goesOn() {
        return next != null && !next.equals(position);
    }

    /// Reads where to go on.
    ///
    /// @param field of the page's JSON
    /// @throws ChannelUnavailableException where it is no page but an error, which passes perhaps
    void read(Exchange exchange, String field) throws InvalidPayloadException {
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (status != null && (status < OK || status >= REDIRECTION)) {
            Duration pause =
                    RetryAfter.of(Objects.toString(exchange.getMessage().getHeader("Retry-After"), ""));
            String sentence = "the source answers HTTP " + status;
            throw pause.isZero()
                    ? ChannelUnavailableException.later(sentence)
                    : ChannelUnavailableException.after(sentence, pause);
        }
        JsonNode node;
        try {
            node = JsonMapper.shared().readTree(exchange.getMessage().getMandatoryBody(byte[].class));
        } catch (JacksonException _) {
            throw ChannelUnavailableException.later("the source answers with something that is no JSON");
        }
        for (String name : field.split("\\.", -1)) {
            node = child(node, name);
        }
        String text = node.isValueNode() && !node.isNull() ? node.asString() : "";
        if (!text.isEmpty() && !SourceCursors.canBe(text)) {
            throw ChannelUnavailableException.later(
                    "the source names a position that is no line of " + SourceCursors.LONGEST + " characters at most");
        }
        next = text.isEmpty() ? null : text;
    }

    private static JsonNode child(JsonNode node, String name) {
        if (!node.isArray()) {
            return node.path(name);
        }
        return node.path(name.equals(LAST) ? node.size() - 1 : index(name));
    }

    private static int index(String name) {
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
