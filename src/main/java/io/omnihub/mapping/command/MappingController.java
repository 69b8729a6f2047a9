package io.omnihub.mapping.command;

import io.omnihub.mapping.InvalidMappingException;
import io.omnihub.mapping.UnmappableException;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.omnihub.wire.JsonCodec;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Proposes mappings for samples, and shows what one makes of an input. Nothing comes into operation by it.
@RestController
@RequestMapping("/api/v1/mappings")
@Tag(name = "Routes")
final class MappingController {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int LONGEST_NAME = 200;

    private final MappingDesk desk;

    MappingController(MappingDesk desk) {
        this.desk = desk;
    }

    @PostMapping("/suggest")
    @Operation(
            summary = "Proposes a mapping for a sample",
            description = "The format, the charset and what each field means are guessed. It is a draft to go on with.")
    Suggestion suggest(@RequestBody SampleRequest request) {
        byte[] sample = bytes("sample", request.sample(), request.base64());
        String name = Objects.requireNonNullElse(request.name(), "sample");
        if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidMessageException("name", "must be one line of " + LONGEST_NAME + " characters at most");
        }
        MappingTrial.Suggested suggested = told("sample", () -> desk.suggest(sample, name));
        return new Suggestion(suggested.mapping(), suggested.problem().isEmpty() ? null : suggested.problem());
    }

    @PostMapping("/try")
    @Operation(
            summary = "Shows what a mapping makes of an input, and what of it was not used",
            description = "The events are those that would reach hub:inbound; the first hundred are shown.")
    Trial attempt(@RequestBody TrialRequest request) {
        String mapping = request.mapping();
        if (mapping == null) {
            throw new InvalidMessageException("mapping", "must be given");
        }
        byte[] input = bytes("input", request.input(), request.base64());
        MappingTrial.Tried tried = told("input", () -> desk.attempt(mapping, input));
        Map<String, String> unused = new LinkedHashMap<>();
        tried.unused().entrySet().stream()
                .limit(MappingDesk.MOST)
                .forEach(each -> unused.put(each.getKey(), each.getValue()));
        return new Trial(
                tried.events().size(),
                tried.events().stream()
                        .limit(MappingDesk.MOST)
                        .map(MappingController::shown)
                        .toList(),
                unused);
    }

    private static Map<String, Object> shown(InboundEvent event) {
        return JsonMapper.shared().readValue(JsonCodec.encode(event), OBJECT);
    }

    private static <T> T told(String field, Supplier<Optional<T>> done) {
        try {
            return done.get().orElseThrow(() -> ProblemException.busy("Another mapping is tried just now.", SOON));
        } catch (InvalidMappingException e) {
            throw invalid("mapping", Objects.toString(e.getMessage(), ""));
        } catch (UnmappableException e) {
            throw invalid(field, e.getMessage() + (e.value().isEmpty() ? "" : ": " + e.value()));
        } catch (IllegalArgumentException e) {
            throw invalid(field, Objects.toString(e.getMessage(), ""));
        }
    }

    /// What a mapping has to say is a sentence of its own.
    private static ProblemException invalid(String field, String sentence) {
        return new ProblemException(ProblemType.INVALID.status(), ProblemType.INVALID, sentence + ".", field);
    }

    private static byte[] bytes(String field, @Nullable String text, @Nullable String base64) {
        if ((text == null) == (base64 == null)) {
            throw new InvalidMessageException(field, "must be given, or base64, and not both");
        }
        try {
            return text == null
                    ? Base64.getDecoder().decode(Objects.requireNonNull(base64))
                    : text.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new InvalidMessageException("base64", "must be Base64");
        }
    }

    /// @param name   of the sample's file
    /// @param sample its text
    /// @param base64 its bytes, where they are no text in UTF-8
    record SampleRequest(
            @Nullable String name,
            @Nullable String sample,
            @Nullable String base64) {}

    /// @param mapping as a file would have it
    /// @param problem why it does not take the whole sample yet; null where it does
    record Suggestion(String mapping, @Nullable String problem) {}

    /// @param mapping as a file has it
    /// @param input   its text
    /// @param base64  its bytes, where they are no text in UTF-8
    record TrialRequest(
            @Nullable String mapping,
            @Nullable String input,
            @Nullable String base64) {}

    /// @param count  of all events
    /// @param unused values that nothing asked for, by their paths
    record Trial(int count, List<Map<String, Object>> events, Map<String, String> unused) {}
}
