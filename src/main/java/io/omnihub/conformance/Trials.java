package io.omnihub.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/// How a platform tries the address of a channel of files: the other side of the steps `callback:handshake` and
/// `callback:challenge` of its route.
final class Trials {

    private static final String HANDSHAKE = "callback:handshake?";
    private static final String CHALLENGE = "callback:challenge?";

    private final Map<String, String> callback;
    private final Declaration declaration;
    private final Proof proof;

    /// @param callback what the channel's route gives to its template
    Trials(Map<String, String> callback, Declaration declaration, Proof proof) {
        this.callback = callback;
        this.declaration = declaration;
        this.proof = proof;
    }

    /// @param headers with which the platform calls
    /// @throws NotApplicableException where the route has neither step
    List<Trial> all(Map<String, String> headers) {
        List<Trial> trials = new ArrayList<>();
        String handshake = callback.getOrDefault("handshake", "");
        if (handshake.startsWith(HANDSHAKE)) {
            handshake(Proof.options(handshake), trials);
        }
        String challenge = callback.getOrDefault("challenge", "");
        if (challenge.startsWith(CHALLENGE)) {
            challenge(Proof.options(challenge), headers, trials);
        }
        if (trials.isEmpty()) {
            throw new NotApplicableException("its route has neither callback:handshake nor callback:challenge");
        }
        return trials;
    }

    private void handshake(Map<String, String> options, List<Trial> trials) {
        String secret = declaration.secret(options.getOrDefault("secret", "verify-token"), "text");
        String token = place("token", options);
        String echo = place("echo", options);
        String said = UUID.randomUUID().toString();
        byte[] nothing = {};
        trials.add(new Trial(
                "a GET with the token", Proof.call(Map.of(), Map.of(token, secret, echo, said), nothing), said));
        trials.add(new Trial(
                "a GET with another token",
                Proof.call(Map.of(), Map.of(token, Declaration.random("text"), echo, said), nothing),
                ""));
        trials.add(new Trial("a GET without a token", Proof.call(Map.of(), Map.of(echo, said), nothing), ""));
    }

    private static String place(String option, Map<String, String> options) {
        String place = options.get(option);
        if (place == null) {
            throw new NotApplicableException("its callback:handshake names no " + option);
        }
        return place;
    }

    private void challenge(Map<String, String> options, Map<String, String> headers, List<Trial> trials) {
        String said = UUID.randomUUID().toString();
        String body = JsonMapper.shared()
                .createObjectNode()
                .put(options.getOrDefault("field", ""), said)
                .toString();
        Sample sample = Sample.of("challenge.json", headers, body.getBytes(StandardCharsets.UTF_8));
        String wanted = options.getOrDefault("as", "json").equals("json") ? body : said;
        trials.add(new Trial("a genuine challenge", proof.seal(sample), wanted));
        proof.wrong(sample).forEach((wrong, call) -> trials.add(new Trial("a challenge with " + wrong, call, "")));
    }
}
