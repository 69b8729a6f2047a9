package io.omnihub.channel.callback;

import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// A signature by HMAC over what a call says, in the form that a platform gives it, checked before anything is parsed.
/// Safe for use by many threads.
public final class HmacSignature {

    /// Each secret costs a pass over the whole body.
    private static final int MOST_SECRETS = 5;

    /// A call that is signed by a platform's old and new secret has two.
    private static final int MOST_SIGNATURES = 10;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Form form;
    private final Source signature;
    private final @Nullable Source time;
    private final List<Source> signed;
    private final List<SecretKeySpec> keys;

    /// @param secrets all that are valid now, so that one can be changed without a gap
    /// @throws IllegalArgumentException where these make no signature; it tells no secret
    public HmacSignature(Form form, List<String> secrets) {
        if (secrets.isEmpty() || secrets.size() > MOST_SECRETS) {
            throw new IllegalArgumentException("secrets must be 1 to " + MOST_SECRETS);
        }
        this.form = form;
        this.signature = Source.ofTheCall("signature", form.signature);
        this.time = form.time.isEmpty() ? null : Source.ofTheCall("time", form.time);
        this.signed = Source.template(form.signed);
        this.keys = secrets.stream().map(form::key).toList();
    }

    /// @throws UntrustedCallbackException where none of the secrets made the call's signature, or its time is too far
    ///         away
    public void verify(CallbackRequest request) {
        List<byte[]> given = given(signature.text(request));
        if (!isOneOf(given, request)) {
            throw new UntrustedCallbackException(Reason.WRONG_SIGNATURE);
        }
        if (time != null) {
            inTime(time.text(request), request.receivedAt());
        }
    }

    /// Also where it does not matter when a call was signed its time must be a number: else another part of what was
    /// signed could be taken for it.
    private void inTime(String number, Instant now) {
        if (!NUMBER.matcher(number).matches()) {
            throw new UntrustedCallbackException(Reason.STALE);
        }
        ReplayWindow window = new ReplayWindow(form.window);
        switch (form.timeUnit) {
            case SECONDS -> window.checkSeconds(number, now);
            case MILLIS -> window.checkMillis(number, now);
        }
    }

    /// Takes the same time whichever secret and signature fit.
    private boolean isOneOf(List<byte[]> given, CallbackRequest request) {
        boolean found = false;
        for (SecretKeySpec key : keys) {
            byte[] expected = expected(key, request);
            for (byte[] one : given) {
                found |= MessageDigest.isEqual(expected, one);
            }
        }
        return found;
    }

    private byte[] expected(SecretKeySpec key, CallbackRequest request) {
        Mac mac = form.mac();
        try {
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Any bytes are a key of " + form.algorithm, e);
        }
        for (Source part : signed) {
            switch (part) {
                case Source.Body _ -> mac.update(request.body());
                case Source.Secret _ -> mac.update(key.getEncoded());
                default -> mac.update(utf8(part.text(request)));
            }
        }
        return mac.doFinal();
    }

    /// Those of the signatures that are of this form: several stand apart by spaces.
    private List<byte[]> given(String header) {
        List<byte[]> given = new ArrayList<>();
        for (String one : header.split(" ", MOST_SIGNATURES + 1)) {
            if (one.startsWith(form.prefix) && given.size() < MOST_SIGNATURES) {
                try {
                    given.add(form.encoding.bytes(one.substring(form.prefix.length())));
                } catch (IllegalArgumentException _) {
                    // It is no signature, so it fits none.
                }
            }
        }
        return given;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// How a platform signs.
    ///
    /// @param signature      where the call has it: `header:<name>`, `query:<name>`, or `header:<name>:<field>`
    ///                       for a field of a header such as `t=1718000000,v1=5257…`
    /// @param signed         what is signed: text, in which `{body}`, `{header:<name>}`, `{query:<name>}`,
    ///                       `{method}` and `{secret}` stand for what they name
    /// @param prefix         what stands before the signature, such as `sha256=`
    /// @param encoding       of the signature
    /// @param secretEncoding of the secrets; where they are Base64, one may begin with `whsec_`
    /// @param time           where the call has the time at which it was signed; empty where it has none
    /// @param window         how far that time may be from ours; zero where it does not matter
    public record Form(
            @DefaultValue("") String signature,
            @DefaultValue("{body}") String signed,
            @DefaultValue("") String prefix,
            @DefaultValue("HmacSHA256") String algorithm,
            @DefaultValue("hex") Encoding encoding,
            @DefaultValue("text") Encoding secretEncoding,
            @DefaultValue("") String time,
            @DefaultValue("seconds") TimeUnit timeUnit,
            @DefaultValue("5m") Duration window) {

        private static final List<String> ALGORITHMS = List.of("HmacSHA1", "HmacSHA256", "HmacSHA384", "HmacSHA512");

        public Form {
            if (!ALGORITHMS.contains(algorithm)) {
                throw new IllegalArgumentException("algorithm must be one of " + String.join(", ", ALGORITHMS));
            }
            if (encoding == Encoding.TEXT) {
                throw new IllegalArgumentException("the signature's encoding must be hex or base64");
            }
            if (window.isNegative()) {
                throw new IllegalArgumentException("window can't be negative");
            }
            Source.ofTheCall("signature", signature);
            List<Source> covered = Source.template(signed);
            if (covered.stream().noneMatch(part -> part.isNamed() || part instanceof Source.Body)) {
                throw new IllegalArgumentException("signed must name something of the call, such as {body}");
            }
            if (!time.isEmpty() && !covered.contains(Source.ofTheCall("time", time))) {
                throw new IllegalArgumentException("signed must contain {" + time + "}, or the time proves nothing");
            }
        }

        private SecretKeySpec key(String secret) {
            byte[] key;
            try {
                key = secretEncoding.bytes(
                        secretEncoding == Encoding.BASE64 && secret.startsWith("whsec_")
                                ? secret.substring("whsec_".length())
                                : secret);
            } catch (IllegalArgumentException _) {
                key = new byte[0];
            }
            if (key.length == 0) {
                throw new IllegalArgumentException(
                        "a secret is empty or not in " + secretEncoding.name().toLowerCase(Locale.ROOT));
            }
            return new SecretKeySpec(key, algorithm);
        }

        private Mac mac() {
            try {
                return Mac.getInstance(algorithm);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java platform has " + algorithm, e);
            }
        }
    }

    /// How bytes are written. Base64 is read in both of its alphabets, with or without padding.
    public enum Encoding {
        TEXT,
        HEX,
        BASE64;

        private byte[] bytes(String written) {
            return switch (this) {
                case TEXT -> utf8(written);
                case HEX -> HexFormat.of().parseHex(written);
                case BASE64 ->
                    Base64.getDecoder().decode(written.replace('-', '+').replace('_', '/'));
            };
        }
    }

    /// What a call's time counts, since 1970.
    public enum TimeUnit {
        SECONDS,
        MILLIS
    }

    /// Where a part of what is signed comes from.
    private sealed interface Source {

        Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

        record Literal(String literal) implements Source {}

        /// @param field of a header that holds several, as in `t=1718000000,v1=5257…`; empty for the whole
        record Header(String name, String field) implements Source {

            private static final Pattern NAMED = Pattern.compile("header:([A-Za-z0-9_-]+)(?::([A-Za-z0-9_-]+))?");

            /// All values of the field, apart by spaces: of a new and an old secret there are two.
            private String values(CallbackRequest request) {
                String whole = request.header(name);
                return field.isEmpty()
                        ? whole
                        : Arrays.stream(whole.split(",", -1))
                                .map(String::strip)
                                .filter(one -> one.startsWith(field + "="))
                                .map(one -> one.substring(field.length() + 1))
                                .collect(Collectors.joining(" "));
            }
        }

        record Query(String name) implements Source {}

        record Method() implements Source {}

        record Body() implements Source {}

        record Secret() implements Source {}

        static Source ofTheCall(String setting, String name) {
            if (!name.startsWith("header:") && !name.startsWith("query:")) {
                throw new IllegalArgumentException(
                        setting + " must be header:<name> or query:<name>, not \"" + name + "\"");
            }
            return named(name);
        }

        static Source named(String name) {
            Matcher header = Header.NAMED.matcher(name);
            if (header.matches()) {
                return new Header(
                        header.group(1).toLowerCase(Locale.ROOT), Objects.requireNonNullElse(header.group(2), ""));
            }
            if (name.matches("query:.+")) {
                return new Query(name.substring("query:".length()).toLowerCase(Locale.ROOT));
            }
            return switch (name) {
                case "method" -> new Method();
                case "body" -> new Body();
                case "secret" -> new Secret();
                default ->
                    throw new IllegalArgumentException("\"" + name
                            + "\" is none of header:<name>, header:<name>:<field>, query:<name>, method, body, secret");
            };
        }

        static List<Source> template(String template) {
            List<Source> parts = new ArrayList<>();
            Matcher matcher = PLACEHOLDER.matcher(template);
            int end = 0;
            while (matcher.find()) {
                literal(template.substring(end, matcher.start()), parts);
                parts.add(named(matcher.group(1)));
                end = matcher.end();
            }
            literal(template.substring(end), parts);
            return List.copyOf(parts);
        }

        private static void literal(String text, List<Source> parts) {
            if (text.contains("{") || text.contains("}")) {
                throw new IllegalArgumentException("signed has a brace without its other one: " + text);
            }
            if (!text.isEmpty()) {
                parts.add(new Literal(text));
            }
        }

        default boolean isNamed() {
            return this instanceof Header || this instanceof Query;
        }

        /// @throws UntrustedCallbackException where the call has none: with parts left out, one text could be signed as
        ///         another
        default String text(CallbackRequest request) {
            String text = switch (this) {
                case Literal(String literal) -> literal;
                case Header header -> header.values(request);
                case Query(String name) -> request.query().get(name);
                case Method _ -> request.method();
                case Body _, Secret _ -> throw new IllegalStateException("bytes are no text");
            };
            if (text.isEmpty()) {
                throw new UntrustedCallbackException(Reason.MISSING_SIGNATURE);
            }
            return text;
        }
    }
}
