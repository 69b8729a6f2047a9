package io.omnihub.channel.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.omnihub.channel.callback.HmacSignature.Form;
import io.omnihub.channel.callback.UntrustedCallbackException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// The vectors are those of the platforms' documentation.
final class HmacSignatureTests {

    private static final Map<String, String> SLACK = Map.of(
            "signature", "header:X-Slack-Signature",
            "signed", "v0:{header:X-Slack-Request-Timestamp}:{body}",
            "prefix", "v0=",
            "time", "header:X-Slack-Request-Timestamp");
    private static final String SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String SLACK_TIME = "1531420618";
    private static final String SLACK_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private static final String SLACK_BODY = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
            + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
            + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
            + "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121"
            + ".803a0bc887a14d10d2c447fce8b6703c";

    private static final Map<String, String> STANDARD = Map.of(
            "signature", "header:webhook-signature",
            "signed", "{header:webhook-id}.{header:webhook-timestamp}.{body}",
            "prefix", "v1,",
            "encoding", "base64",
            "secret-encoding", "base64",
            "time", "header:webhook-timestamp");
    private static final String STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String STANDARD_TIME = "1614265330";
    private static final String STANDARD_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String STANDARD_BODY = "{\"test\": 2432232314}";

    private static final Map<String, String> BODY =
            Map.of("signature", "header:X-Hub-Signature-256", "prefix", "sha256=");
    private static final String BODY_SECRET = "It's a Secret to Everybody";
    private static final String BODY_SIGNATURE =
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    @Test
    void theBodyAloneIsSigned() {
        verify(BODY, List.of(BODY_SECRET), call("Hello, World!", "X-Hub-Signature-256", BODY_SIGNATURE));
    }

    @Test
    void aTimeBeforeTheBodyIsSigned() {
        verify(SLACK, List.of(SLACK_SECRET), slack(SLACK_TIME, SLACK_SIGNATURE, SLACK_BODY));
    }

    @Test
    void severalHeadersAreSignedByASecretInBase64() {
        verify(STANDARD, List.of(STANDARD_SECRET), standard(STANDARD_SIGNATURE));
        verify(STANDARD, List.of(STANDARD_SECRET.substring("whsec_".length())), standard(STANDARD_SIGNATURE));
    }

    @Test
    void theSecretItselfIsSignedAndAParameterHasTheSignature() {
        Map<String, String> form = Map.of(
                "signature", "query:sign",
                "signed", "{query:timestamp}\n{secret}",
                "encoding", "base64",
                "time", "query:timestamp",
                "time-unit", "millis");
        // As OpenSSL makes it of "1718000000000\nSECabc" by the key "SECabc".
        CallbackRequest call = request(
                "",
                "timestamp=1718000000000&sign=rK0GfXSmo6uDBT0RPsQtgwsZG9K9MsbXH%2FATLSRsWWU%3D",
                Map.of(),
                Instant.ofEpochSecond(1718000000));
        verify(form, List.of("SECabc"), call);
    }

    /// As OpenSSL makes it of "1718000000.{}" by the key "whsec".
    @Test
    void oneHeaderHoldsTimeAndSignaturesAsFields() {
        Map<String, String> form = Map.of(
                "signature", "header:Kite-Signature:v1",
                "signed", "{header:Kite-Signature:t}.{body}",
                "time", "header:Kite-Signature:t");
        String right = "c8cdb0ff0f9810fc6b1b4d33f47f8e7827e2d90b0528a7f7872197637ff94817";
        Instant now = Instant.ofEpochSecond(1718000000);
        for (String header : List.of(
                "t=1718000000,v1=" + right,
                "t=1718000000, v1=" + right + ", v0=00",
                "t=1718000000,v1=" + "0".repeat(64) + ",v1=" + right)) {
            verify(form, List.of("whsec"), request("{}", "", Map.of("Kite-Signature", header), now));
        }
        refused(
                Reason.WRONG_SIGNATURE,
                form,
                List.of("whsec"),
                request("{}", "", Map.of("Kite-Signature", "t=1718000001,v1=" + right), now));
        for (String header : List.of("v1=" + right, "t=1718000000", "t=1718000000,v10=" + right, "t,v1")) {
            refused(
                    Reason.MISSING_SIGNATURE,
                    form,
                    List.of("whsec"),
                    request("{}", "", Map.of("Kite-Signature", header), now));
        }
        refused(
                Reason.STALE,
                form,
                List.of("whsec"),
                request("{}", "", Map.of("Kite-Signature", "t=1718000000,v1=" + right), now.plusSeconds(301)));
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 2202 and RFC 4231, second case: "what do ya want for nothing?" by the key "Jefe".
        "HmacSHA1, effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "HmacSHA256, 5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843",
        "HmacSHA384, af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
        "HmacSHA512, 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
    })
    void eachAlgorithmIsKnown(String algorithm, String signature) {
        verify(
                Map.of("signature", "header:S", "algorithm", algorithm),
                List.of("Jefe"),
                call("what do ya want for nothing?", "S", signature));
    }

    @Test
    void eitherSecretIsTakenWhileOneIsChanged() {
        verify(SLACK, List.of("the new one", SLACK_SECRET), slack(SLACK_TIME, SLACK_SIGNATURE, SLACK_BODY));
        verify(SLACK, List.of(SLACK_SECRET, "the new one"), slack(SLACK_TIME, SLACK_SIGNATURE, SLACK_BODY));
    }

    @Test
    void eitherSignatureIsTakenWhereThePlatformChangesItsSecret() {
        String other = "v1,bm9ldHMgZ3VlbHRpZyAxMjM0NTY3ODkwMTIzNDU2Nzg= v1a,zzz ";
        verify(STANDARD, List.of(STANDARD_SECRET), standard(other + STANDARD_SIGNATURE));
        refused(Reason.WRONG_SIGNATURE, STANDARD, List.of(STANDARD_SECRET), standard(other.strip()));
    }

    @Test
    void ofThousandsOfSignaturesTheFirstOnesAreLookedAt() {
        String many = String.join(" ", Collections.nCopies(5000, "v1,AAAA"));
        refused(Reason.WRONG_SIGNATURE, STANDARD, List.of(STANDARD_SECRET), standard(many + " " + STANDARD_SIGNATURE));
    }

    @Test
    void base64IsReadInBothAlphabetsWithOrWithoutPadding() {
        String url = STANDARD_SIGNATURE.replace('+', '-').replace('/', '_').replace("=", "");
        verify(STANDARD, List.of(STANDARD_SECRET), standard(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v0=",
                "v0=b2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b5",
                "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                "v0=not hexadecimal",
                "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
            })
    void anotherSignatureIsRefused(String signature) {
        refused(Reason.WRONG_SIGNATURE, SLACK, List.of(SLACK_SECRET), slack(SLACK_TIME, signature, SLACK_BODY));
    }

    @Test
    void oneOtherByteOfTheBodyIsRefused() {
        refused(
                Reason.WRONG_SIGNATURE,
                SLACK,
                List.of(SLACK_SECRET),
                slack(SLACK_TIME, SLACK_SIGNATURE, SLACK_BODY.replace("roadrunner", "roadrunneR")));
    }

    @Property(tries = 200)
    void whateverIsGivenInsteadIsRefused(@ForAll String signature, @ForAll String body) {
        refused(
                null,
                STANDARD,
                List.of(STANDARD_SECRET),
                request(
                        body,
                        null,
                        Map.of("webhook-id", "a", "webhook-timestamp", STANDARD_TIME, "webhook-signature", signature),
                        Instant.EPOCH));
    }

    @Test
    void aPartThatIsMissingProvesNothing() {
        Map<String, Object> headers =
                new HashMap<>(slack(SLACK_TIME, SLACK_SIGNATURE, SLACK_BODY).headers());
        for (String name : List.of("X-Slack-Signature", "X-Slack-Request-Timestamp")) {
            Map<String, Object> without = new HashMap<>(headers);
            without.keySet().removeIf(name::equalsIgnoreCase);
            refused(
                    Reason.MISSING_SIGNATURE,
                    SLACK,
                    List.of(SLACK_SECRET),
                    request(SLACK_BODY, null, without, Instant.EPOCH));
        }
    }

    @Test
    void aHeaderThatIsThereTwiceProvesNothing() {
        refused(
                Reason.WRONG_SIGNATURE,
                BODY,
                List.of(BODY_SECRET),
                request(
                        "Hello, World!",
                        null,
                        Map.of("X-Hub-Signature-256", List.of(BODY_SIGNATURE, BODY_SIGNATURE)),
                        Instant.EPOCH));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "300, true", "-300, true", "301, false", "-301, false"})
    void aCallIsTakenWithinItsWindow(long late, boolean taken) {
        CallbackRequest call = request(
                SLACK_BODY,
                null,
                Map.of("X-Slack-Signature", SLACK_SIGNATURE, "X-Slack-Request-Timestamp", SLACK_TIME),
                Instant.ofEpochSecond(Long.parseLong(SLACK_TIME) + late));
        if (taken) {
            verify(SLACK, List.of(SLACK_SECRET), call);
        } else {
            refused(Reason.STALE, SLACK, List.of(SLACK_SECRET), call);
            Map<String, String> off = new HashMap<>(SLACK);
            off.put("window", "0s");
            verify(off, List.of(SLACK_SECRET), call);
        }
    }

    /// The same bytes are signed where the time takes a piece of the body.
    @Test
    void noPieceOfTheBodyIsTakenForTheTimeThoughItDoesNotMatter() {
        Map<String, String> off = new HashMap<>(SLACK);
        off.put("window", "0s");
        Map<String, String> ambiguous = new HashMap<>(off);
        ambiguous.put("signed", "v0:{header:X-Slack-Request-Timestamp}{body}");
        verify(ambiguous, List.of(SLACK_SECRET), slack(SLACK_TIME, SLACK_SIGNATURE, ":" + SLACK_BODY));
        refused(
                Reason.STALE,
                ambiguous,
                List.of(SLACK_SECRET),
                slack(SLACK_TIME + ":" + SLACK_BODY.substring(0, 5), SLACK_SIGNATURE, SLACK_BODY.substring(5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "signature | body | signature must be header:<name> or query:<name>",
                "signature | '' | signature must be header:<name> or query:<name>",
                "signature | X-Sig | signature must be header:<name> or query:<name>, not \"X-Sig\"",
                "signature | header:X Sig | \"header:X Sig\" is none of header:<name>",
                "signature | header:X-Sig[v1] | \"header:X-Sig[v1]\" is none of header:<name>",
                "signature | header:X-Sig.v1 | \"header:X-Sig.v1\" is none of header:<name>",
                "signed | {header:X}.{boddy} | \"boddy\" is none of",
                "signed | v0:{body | a brace without its other one",
                "signed | {secret}.{method} | must name something of the call",
                "algorithm | HmacMD5 | algorithm must be one of HmacSHA1",
                "encoding | text | must be hex or base64",
                "window | -1s | window can't be negative",
                "time | header:X-Time | signed must contain {header:X-Time}",
                "time | body | time must be header:<name> or query:<name>"
            })
    void aFormThatMakesNoSenseIsRefusedWithItsName(String name, String value, String says) {
        Map<String, String> form = new HashMap<>(BODY);
        form.put(name, value);
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> form(form))
                .havingRootCause()
                .withMessageContaining(says);
    }

    @Test
    void secretsAreOneToFiveAndNeverTold() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HmacSignature(form(BODY), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HmacSignature(form(BODY), Collections.nCopies(6, "s")));
        assertThatIllegalArgumentException().isThrownBy(() -> new HmacSignature(form(BODY), List.of("")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HmacSignature(form(STANDARD), List.of("whsec_nöt-base64")))
                .withMessage("a secret is empty or not in base64");
    }

    private static void verify(Map<String, String> form, List<String> secrets, CallbackRequest call) {
        assertThatNoException().isThrownBy(() -> new HmacSignature(form(form), secrets).verify(call));
    }

    private static void refused(
            @Nullable Reason reason, Map<String, String> form, List<String> secrets, CallbackRequest call) {
        assertThatExceptionOfType(UntrustedCallbackException.class)
                .isThrownBy(() -> new HmacSignature(form(form), secrets).verify(call))
                .satisfies(refused -> {
                    if (reason != null) {
                        assertThat(refused.reason()).isEqualTo(reason);
                    }
                });
    }

    /// As settings say it.
    private static Form form(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("form." + name, value));
        return new Binder(new MapConfigurationPropertySource(named))
                .bind("form", Form.class)
                .get();
    }

    private static CallbackRequest slack(String time, String signature, String body) {
        return request(
                body,
                null,
                Map.of("x-slack-signature", signature, "x-slack-request-timestamp", time),
                Instant.ofEpochSecond(Long.parseLong(SLACK_TIME)));
    }

    private static CallbackRequest standard(String signature) {
        return request(
                STANDARD_BODY,
                null,
                Map.of(
                        "Webhook-Id",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "Webhook-Timestamp",
                        STANDARD_TIME,
                        "Webhook-Signature",
                        signature),
                Instant.ofEpochSecond(Long.parseLong(STANDARD_TIME)));
    }

    private static CallbackRequest call(String body, String header, String value) {
        return request(body, null, Map.of(header, value), Instant.EPOCH);
    }

    private static CallbackRequest request(
            String body, @Nullable String query, Map<String, Object> headers, Instant now) {
        Map<String, Object> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        named.putAll(headers);
        return new CallbackRequest(
                "POST",
                "inbox",
                "192.0.2.1",
                new CallbackQuery(query),
                named,
                body.getBytes(StandardCharsets.UTF_8),
                now,
                0);
    }
}
