package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.fields.LegalText;
import io.omnihub.channel.http.RetryAfter;
import io.omnihub.channel.http.StatusCodes;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a platform's answer means: an id, or one of the three failures.
///
/// @param format     how it is written; null where it says nothing
/// @param success    whether it was taken; null where the status of HTTP says so
/// @param externalId the platform's id of what it took
/// @param code       the platform's own code
/// @param reason     in words
/// @param retryAfter seconds for which the platform wants to be left alone
/// @param verdicts   what codes, and statuses of HTTP, mean
record Answer(
        @Nullable Format format,
        @Nullable Value success,
        @Nullable Value externalId,
        @Nullable Value code,
        @Nullable Value reason,
        @Nullable Value retryAfter,
        Map<String, Verdict> verdicts) {

    static final Set<String> KEYS = Set.of(
            "format",
            "success",
            "externalId",
            "code",
            "reason",
            "retryAfter",
            "fine",
            "rejected",
            "gone",
            "later",
            "fault");

    private static final int OK = 200;
    private static final int REDIRECTION = 300;
    private static final int BAD = 400;
    private static final int FAILED = 500;
    private static final int AWAY = 503;
    private static final int LONGEST_REASON = 300;
    private static final Set<String> GIVEN = Set.of("status", "headers");
    private static final Arrival NOWHERE =
            new Arrival(TenantId.DEFAULT, new ChannelId("answer"), new InboxId("answer"), Instant.EPOCH);

    /// What becomes of a call.
    enum Verdict {
        FINE,
        REJECTED,
        GONE,
        LATER,
        FAULT
    }

    static Answer compile(@Nullable Yaml yaml, Expressions bare) {
        if (yaml == null) {
            return new Answer(null, null, null, null, null, null, Map.of());
        }
        Expressions expressions = bare.knowing(GIVEN);
        Map<String, Yaml> keys = yaml.map(KEYS);
        Map<String, Verdict> verdicts = new HashMap<>();
        for (Verdict verdict : Verdict.values()) {
            Yaml codes = keys.get(verdict.name().toLowerCase(java.util.Locale.ROOT));
            if (codes != null) {
                for (Yaml code : codes.list()) {
                    if (verdicts.put(code.text(), verdict) != null) {
                        code.wrong("has two meanings");
                    }
                }
            }
        }
        return new Answer(
                Formats.ofAnswers(keys.get("format")),
                ContentRule.optional(keys.get("success"), expressions),
                ContentRule.optional(keys.get("externalId"), expressions),
                ContentRule.optional(keys.get("code"), expressions),
                ContentRule.optional(keys.get("reason"), expressions),
                ContentRule.optional(keys.get("retryAfter"), expressions),
                Map.copyOf(verdicts));
    }

    /// @param status  of HTTP; 200 where it was another transport
    /// @param headers by name, in small letters
    /// @return the platform's id of what it took; empty where it gave none
    /// @throws ChannelRejectedException    where it will never take it
    /// @throws ChannelUnavailableException where it may take it later
    /// @throws IllegalStateException       where the fault is ours
    String externalId(int status, Map<String, String> headers, byte[] body) {
        boolean ok = status >= OK && status < REDIRECTION;
        View view = view(status, headers, body, ok);
        String told = text(code, view);
        Verdict verdict = verdict(told, status, view, ok);
        if (verdict == Verdict.FINE) {
            return text(externalId, view);
        }
        if (ok && told.isEmpty()) {
            throw new ChannelUnavailableException(
                    "the platform's answer does not say whether it was taken", true, null);
        }
        String named = told.isEmpty() ? "http-" + status : told;
        String words = text(reason, view);
        String sentence = words.isEmpty() ? "the platform refused it" : words;
        switch (verdict) {
            case REJECTED -> throw new ChannelRejectedException(named, sentence);
            case GONE ->
                throw new ChannelRejectedException(ChannelRejectedException.GONE, sentence + " (" + named + ")");
            case LATER -> throw later(status, headers, view, sentence + " (" + named + ")");
            default -> throw new IllegalStateException("the platform calls our call wrong (" + named + ")");
        }
    }

    private Verdict verdict(String told, int status, View view, boolean ok) {
        Verdict declared = verdicts.get(told);
        if (declared == null) {
            declared = verdicts.get(String.valueOf(status));
        }
        if (declared != null) {
            return declared;
        }
        if (ok && (success == null || success.isTrue(view))) {
            return Verdict.FINE;
        }
        return status >= REDIRECTION && StatusCodes.passes(status) ? Verdict.LATER : Verdict.REJECTED;
    }

    private ChannelUnavailableException later(int status, Map<String, String> headers, View view, String sentence) {
        Duration pause = pause(headers, view);
        if (!pause.isZero()) {
            return ChannelUnavailableException.after(sentence, pause).withMaybeSent(status >= FAILED && status != AWAY);
        }
        return status >= FAILED || status < BAD
                ? new ChannelUnavailableException(sentence, status >= FAILED && status != AWAY, null)
                : ChannelUnavailableException.later(sentence);
    }

    private Duration pause(Map<String, String> headers, View view) {
        try {
            String told = text(retryAfter, view);
            return told.isEmpty()
                    ? RetryAfter.of(headers.getOrDefault("retry-after", ""))
                    : RetryAfter.bounded(Duration.ofSeconds(Nodes.whole(Nodes.of(told))));
        } catch (IllegalArgumentException _) {
            return Duration.ZERO;
        }
    }

    private View view(int status, Map<String, String> headers, byte[] body, boolean ok) {
        JsonNode told = read(body, ok);
        ObjectNode names = JsonNodeFactory.instance.objectNode();
        headers.forEach(names::put);
        Lets lets = new Lets(GIVEN, Map.of(), GIVEN);
        Map<String, JsonNode> given = Map.of("status", JsonNodeFactory.instance.numberNode(status), "headers", names);
        return new View(told, new Variables(lets, told, given));
    }

    /// A page where an answer should be tells nothing where it comes with an error; with a success nobody knows.
    private JsonNode read(byte[] body, boolean ok) {
        // An empty success is one where the mapping says by what else it knows it.
        if (format == null || (ok && body.length == 0 && success != null)) {
            return Nodes.missing();
        }
        try {
            return format.read(new Input(body, NOWHERE, format.contentType(), 1), JsonNodeFactory.instance)
                    .getFirst()
                    .record();
        } catch (BadInputException e) {
            if (ok) {
                throw new ChannelUnavailableException("the platform's answer " + e.reason(), true, null);
            }
            return Nodes.missing();
        }
    }

    private static String text(@Nullable Value value, View view) {
        if (value == null) {
            return "";
        }
        String text = LegalText.of(value.text(view)).strip();
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
    }
}
