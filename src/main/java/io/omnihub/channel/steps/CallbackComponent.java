package io.omnihub.channel.steps;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelStatus;
import io.omnihub.channel.callback.Callback;
import io.omnihub.channel.callback.CallbackAnswer;
import io.omnihub.channel.callback.CallbackProof;
import io.omnihub.channel.callback.CallbackRequest;
import io.omnihub.channel.callback.HmacSignature;
import io.omnihub.channel.callback.Proved;
import io.omnihub.channel.callback.UntrustedCallbackException;
import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import io.omnihub.channel.declared.DeclaredAccount;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.message.ChannelId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultComponent;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The component `callback:`: who calls a declared channel, and what he is answered. docs/adding-a-channel.md tells its
/// steps and their options.
final class CallbackComponent extends DefaultComponent {

    private static final HmacSignature.Form STANDARD = new HmacSignature.Form(
            "header:webhook-signature",
            "{header:webhook-id}.{header:webhook-timestamp}.{body}",
            "v1,",
            "HmacSHA256",
            HmacSignature.Encoding.BASE64,
            HmacSignature.Encoding.BASE64,
            "header:webhook-timestamp",
            HmacSignature.TimeUnit.SECONDS,
            Duration.ofMinutes(5));

    /// Where an answer says a field of the call again, within quotation marks of its own.
    private static final String FIELD = "{field}";

    private static final Pattern SUFFIX = Pattern.compile("(\\.[a-z0-9]{1,10})?");

    private final DeclaredChannels channels;

    CallbackComponent(DeclaredChannels channels) {
        this.channels = channels;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String step, Map<String, Object> parameters) {
        Options options = new Options(parameters);
        return new StepEndpoint(
                uri,
                this,
                switch (step) {
                    case "hmac" -> proof(options, "signing-key", hmac(form(options)));
                    case "standard-webhooks" -> proof(options, "signing-key", hmac(STANDARD));
                    case "token" -> proof(options, "token", token(Place.of("at", options.required("at"))));
                    case "basic" -> basic(options);
                    case "handshake" -> handshake(options);
                    case "challenge" -> challenge(options);
                    case "answer" -> answer(options);
                    case "file" -> file(options);
                    case "pass" -> _ -> {};
                    default ->
                        throw new IllegalArgumentException(
                                "There is no step callback:" + step
                                        + "; there are hmac, standard-webhooks, token, basic, handshake, challenge, answer, file and pass");
                });
    }

    private static HmacSignature.Form form(Options options) {
        return new HmacSignature.Form(
                options.required("signature"),
                options.get("signed", "{body}"),
                options.get("prefix", ""),
                options.get("algorithm", "HmacSHA256"),
                options.constant("encoding", HmacSignature.Encoding.HEX, HmacSignature.Encoding.values()),
                options.constant("secretEncoding", HmacSignature.Encoding.TEXT, HmacSignature.Encoding.values()),
                options.get("time", ""),
                options.constant("timeUnit", HmacSignature.TimeUnit.SECONDS, HmacSignature.TimeUnit.values()),
                DurationStyle.detectAndParse(options.get("window", "5m")));
    }

    private static BiConsumer<CallbackRequest, Secrets> hmac(HmacSignature.Form form) {
        return (request, secrets) -> new HmacSignature(form, secrets.values()).verify(request);
    }

    private static BiConsumer<CallbackRequest, Secrets> token(Place at) {
        return (request, secrets) -> isOneOf(at.in(request), secrets.values());
    }

    private Processor basic(Options options) {
        String user = options.get("user", "user");
        return proof(options, "password", (request, secrets) -> {
            String name = secrets.account().property(user);
            List<String> known = secrets.values().stream()
                    .map(password -> "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8)))
                    .toList();
            isOneOf(request.header("Authorization"), known);
        });
    }

    /// A list that is wrong lets nobody in, which the inbox's status tells whoever wrote it.
    private static void comesFrom(String caller, String property, ChannelInbox<DeclaredAccount> inbox) {
        boolean known;
        try {
            known = Arrays.stream(inbox.account().property(property).split(",", -1))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .map(IpAddressMatcher::new)
                    .toList()
                    .stream()
                    .anyMatch(each -> each.matches(caller));
        } catch (IllegalArgumentException | IllegalStateException _) {
            inbox.offline(
                    ChannelStatus.Reason.ADDRESS,
                    "the property " + property + " must list addresses and networks, apart by commas");
            known = false;
        }
        if (!known) {
            throw new UntrustedCallbackException(Reason.FOREIGN_ADDRESS);
        }
    }

    /// Takes the same time whichever fits.
    private static void isOneOf(String given, List<String> known) {
        if (given.isEmpty()) {
            throw new UntrustedCallbackException(Reason.MISSING_SIGNATURE);
        }
        boolean found = false;
        for (String each : known) {
            found |= MessageDigest.isEqual(
                    each.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
        }
        if (!found) {
            throw new UntrustedCallbackException(Reason.WRONG_SIGNATURE);
        }
    }

    private Processor proof(Options options, String named, BiConsumer<CallbackRequest, Secrets> verified) {
        ChannelId channel = options.channel();
        String secret = options.get("secret", named);
        String addresses = options.get("addresses", "");
        String methods = options.get("methods", "POST");
        Set<String> taken = Set.of(methods.split(",", -1));
        List<String> kept = Arrays.stream(options.get("headers", "").split(",", -1))
                .filter(name -> !name.isBlank())
                .toList();
        CallbackProof proof = request -> {
            if (!taken.contains(request.method())) {
                return new Proved.Answered(CallbackAnswer.notAllowed(methods.replace(",", ", ")));
            }
            ChannelInbox<DeclaredAccount> inbox = inbox(channel, request);
            if (!addresses.isEmpty()) {
                comesFrom(request.caller(), addresses, inbox);
            }
            verified.accept(
                    request, new Secrets(inbox.account(), inbox.account().secret(secret)));
            return new Proved.Genuine(inbox, request.body());
        };
        return exchange -> {
            CallbackRequest request = exchange.getMessage().getMandatoryBody(CallbackRequest.class);
            proof.process(exchange);
            if (!exchange.isRouteStop()) {
                keep(exchange, request, "Content-Type");
                kept.forEach(name -> keep(exchange, request, name));
            }
        };
    }

    /// A header of the call that the route or its mapping reads.
    private static void keep(Exchange exchange, CallbackRequest request, String name) {
        String value = request.header(name);
        if (!value.isEmpty()) {
            exchange.getMessage().setHeader(name, value);
        }
    }

    /// While its channel's file is refused nobody knows whether an inbox is ours: the platform shall come again.
    private ChannelInbox<DeclaredAccount> inbox(ChannelId channel, CallbackRequest request) {
        if (channels.isRefused(channel)) {
            return channels.get(channel, request.inbox());
        }
        return channels.find(channel, request.inbox())
                .orElseThrow(() -> new UntrustedCallbackException(Reason.UNKNOWN_INBOX));
    }

    /// The platform makes sure by a GET that the address is ours.
    private Processor handshake(Options options) {
        ChannelId channel = options.channel();
        String secret = options.get("secret", "verify-token");
        Place at = Place.of("token", options.required("token"));
        Place echo = Place.of("echo", options.required("echo"));
        return exchange -> {
            CallbackRequest request = exchange.getMessage().getMandatoryBody(CallbackRequest.class);
            if (request.method().equals("GET")) {
                isOneOf(at.in(request), inbox(channel, request).account().secret(secret));
                CallbackAnswer.text(echo.in(request)).process(exchange);
                exchange.setRouteStop(true);
            }
        };
    }

    /// A genuine call that only tries the address says something in a field of JSON, which it wants back.
    private static Processor challenge(Options options) {
        String field = options.required("field");
        boolean json = options.get("as", "json").equals("json");
        return exchange -> {
            JsonNode challenge =
                    read(exchange.getMessage().getMandatoryBody(byte[].class)).path(field);
            if (challenge.isString()) {
                CallbackAnswer answer = json
                        ? CallbackAnswer.json(JsonMapper.shared()
                                .createObjectNode()
                                .set(field, challenge)
                                .toString())
                        : CallbackAnswer.text(challenge.asString());
                answer.process(exchange);
                exchange.setRouteStop(true);
            }
        };
    }

    private static JsonNode read(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException _) {
            // Whoever reads the call tells.
            return JsonMapper.shared().missingNode();
        }
    }

    /// An answer may be for those calls only that have a field, which it says again.
    private static Processor answer(Options options) {
        String body = options.get("body", "");
        String type = options.get("type", body.startsWith("{") ? "json" : "text");
        String field = options.get("field", "");
        if (field.isEmpty()) {
            return answer(type, body);
        }
        if (!type.equals("json")) {
            throw new IllegalArgumentException("field is for an answer of the type json");
        }
        CallbackAnswer nothing = CallbackAnswer.text("");
        return exchange -> {
            JsonNode node = read(Callback.of(exchange).raw());
            for (String name : field.split("\\.", -1)) {
                node = node.path(name);
            }
            if (node.isValueNode() && !node.isNull()) {
                String quoted = JsonMapper.shared().writeValueAsString(node.asString());
                CallbackAnswer.json(body.replace(FIELD, quoted.substring(1, quoted.length() - 1)))
                        .process(exchange);
            } else {
                nothing.process(exchange);
            }
        };
    }

    /// The call as a file that a route writes: the same bytes have the same name, whatever their sender says.
    private static Processor file(Options options) {
        String suffix = options.get("suffix", "");
        if (!SUFFIX.matcher(suffix).matches()) {
            throw new IllegalArgumentException("suffix must be one such as .xlsx");
        }
        return exchange -> {
            byte[] raw = Callback.of(exchange).raw();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(raw);
            exchange.getMessage().setHeader(Exchange.FILE_NAME, HexFormat.of().formatHex(hash) + suffix);
            exchange.getMessage().setBody(raw);
        };
    }

    private static CallbackAnswer answer(String type, String body) {
        return switch (type) {
            case "json" -> CallbackAnswer.json(body);
            case "xml" -> CallbackAnswer.xml(body);
            case "text" -> CallbackAnswer.text(body);
            default -> throw new IllegalArgumentException("type must be json, xml or text, not " + type);
        };
    }

    /// Those by which an inbox's calls are proved.
    private record Secrets(DeclaredAccount account, List<String> values) {

        @Override
        public String toString() {
            return values.stream().map(_ -> "…").collect(Collectors.joining());
        }
    }
}
