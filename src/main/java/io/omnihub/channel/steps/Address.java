package io.omnihub.channel.steps;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.declared.DeclaredAccount;
import io.omnihub.message.Media;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.springframework.web.util.UriUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The address of a call, with what is put into it: `{api-url}/bot{secret:token}/{path}`. Nothing that comes from
/// outside can make it lead to another host.
///
/// `{name}` is a property of the inbox, `{secret:name}` a secret; `{path}` is what the mapping says to call,
/// `{json:a.b}` a field of the body, `{media:id}` and `{media:url}` are of the file that is to be fetched, `{cursor}`
/// is the position after which
/// a route from `cursor:` fetches a page.
final class Address {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    /// What a route from `cursor:` has of it.
    private static final String CURSOR = "HubCursor";

    private final String template;

    Address(String template) {
        this.template = template;
        if (!template.matches("(https?://[^/?#{}]+|\\{(?!path}|cursor})[a-z0-9-]+}|\\{media:url})([/?].*)?")) {
            throw new IllegalArgumentException(
                    "url must begin with https://<host> or with a property of the inbox, and go on with a / or ?:"
                            + " {api-url}/…");
        }
    }

    /// Whether whoever sent a file chose it.
    boolean isChosenOutside() {
        return template.startsWith("{media:url}");
    }

    /// @throws ChannelRejectedException where what came from outside makes no such address
    URI of(Exchange exchange, DeclaredAccount account) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder address = new StringBuilder();
        while (matcher.find()) {
            String value = value(matcher.group(1), exchange, account);
            matcher.appendReplacement(address, Matcher.quoteReplacement(value));
        }
        String text = matcher.appendTail(address).toString();
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getUserInfo() == null
                    && !text.contains("/../")) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Its words would repeat the address, which may hold a secret.
        }
        throw new ChannelRejectedException("no-address", "what is to be called makes no address");
    }

    private static String value(String name, Exchange exchange, DeclaredAccount account) {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? "" : name.substring(0, colon);
        String of = name.substring(colon + 1);
        return switch (kind) {
            case "secret" -> segment(account.secret(of).getFirst());
            case "json" -> path(json(exchange, of));
            case "media" -> media(exchange, of);
            case "" ->
                switch (of) {
                    case "path" -> called(exchange);
                    case "cursor" -> segment(Objects.toString(exchange.getProperty(CURSOR), ""));
                    default -> account.property(of);
                };
            default -> throw new IllegalArgumentException("url has an unknown {" + kind + ":…}");
        };
    }

    private static String called(Exchange exchange) {
        String path = Objects.requireNonNullElse(exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class), "");
        return path.replaceFirst("^/+", "");
    }

    private static String json(Exchange exchange, String path) {
        try {
            JsonNode node = JsonMapper.shared().readTree(exchange.getMessage().getBody(byte[].class));
            for (String field : path.split("\\.", -1)) {
                node = node.path(field);
            }
            if (node.isValueNode() && !node.isNull()) {
                return node.asString();
            }
        } catch (JacksonException _) {
            // Told below, without what came.
        }
        throw new ChannelRejectedException("no-address", "the platform's answer has no " + path);
    }

    private static String media(Exchange exchange, String of) {
        Media media = exchange.getProperty(CallSteps.MEDIA, Media.class);
        if (media == null) {
            throw new IllegalStateException("{media:" + of + "} is only there in a route from hub:media");
        }
        return of.equals("url") ? media.url() : segment(media.externalId());
    }

    private static String segment(String text) {
        return UriUtils.encode(text, StandardCharsets.UTF_8).replace("%3A", ":");
    }

    private static String path(String text) {
        return UriUtils.encodePath(text, StandardCharsets.UTF_8);
    }
}
