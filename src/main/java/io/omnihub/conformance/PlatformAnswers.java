package io.omnihub.conformance;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.mapping.Mapping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a platform answers to what the channel sends: as a file beside the samples has it, else made so that the
/// channel's own mapping takes it for a yes, and for a no.
///
/// @param refusalStatus of HTTP, of the no
/// @param code          by which the mapping knows the no
@SuppressWarnings("ArrayRecordComponent")
record PlatformAnswers(String type, byte[] taken, int refusalStatus, byte[] refused, String code) {

    private static final Pattern FIELD = Pattern.compile("(?<![\\w$.)\\]])\\.([A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*)");
    private static final Pattern OF_ANSWER = Pattern.compile("\\{json:([^{}]+)}");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final String FILE = "kit/file.bin";
    private static final int OK = 200;
    private static final int UNPROCESSABLE = 422;
    private static final int BAD = 400;
    private static final List<JsonNode> YES = List.of(
            JsonNodeFactory.instance.booleanNode(true),
            JsonNodeFactory.instance.stringNode("ok"),
            JsonNodeFactory.instance.stringNode("success"),
            JsonNodeFactory.instance.numberNode(0),
            JsonNodeFactory.instance.stringNode("0"),
            JsonNodeFactory.instance.numberNode(1),
            JsonNodeFactory.instance.stringNode("true"));

    /// @param mapping  of what is sent; null where none reads the answer
    /// @param declared what stands under `answer` in it
    /// @param routes   the text of the channel's routes, which may name fields of answers too
    /// @param given    what lies in files beside the samples, by `taken` and `refused`
    /// @throws NotApplicableException where no answer is known
    static PlatformAnswers of(
            @Nullable Mapping mapping, Map<String, Object> declared, String routes, Map<String, byte[]> given) {
        byte[] refused = given.get("refused");
        byte[] taken = given.get("taken");
        if (taken == null) {
            taken = taken(mapping, declared, routes);
        }
        String type = taken.length > 0 && taken[0] == '<' ? "application/xml" : "application/json";
        if (mapping == null) {
            return new PlatformAnswers(type, taken, UNPROCESSABLE, new byte[0], "http-422");
        }
        List<byte[]> candidates = refused == null ? refusals(declared) : List.of(refused);
        for (int status : new int[] {OK, UNPROCESSABLE, BAD}) {
            for (byte[] candidate : candidates) {
                Optional<String> code = code(mapping, status, candidate);
                if (code.isPresent()) {
                    return new PlatformAnswers(type, taken, status, candidate, code.get());
                }
            }
        }
        return new PlatformAnswers(type, taken, 0, new byte[0], "");
    }

    private static byte[] taken(@Nullable Mapping mapping, Map<String, Object> declared, String routes) {
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        Matcher ofAnswer = OF_ANSWER.matcher(routes);
        while (ofAnswer.find()) {
            put(answer, ofAnswer.group(1), JsonNodeFactory.instance.stringNode(FILE));
        }
        for (String path : fields(declared.get("externalId"))) {
            put(answer, path, JsonNodeFactory.instance.numberNode(7));
        }
        Set<String> success = fields(declared.get("success"));
        for (JsonNode yes : YES) {
            ObjectNode candidate = answer.deepCopy();
            for (String path : success) {
                if (candidate.at("/" + path.replace('.', '/')).isMissingNode()) {
                    put(candidate, path, yes);
                }
            }
            byte[] bytes = bytes(candidate);
            if (mapping == null || isTaken(mapping, bytes)) {
                return bytes;
            }
        }
        throw new NotApplicableException("nobody knows what the platform answers: lay one of its answers beside the"
                + " samples, as answers/taken.json or .xml");
    }

    /// With a code in words, in numbers, and without one.
    private static List<byte[]> refusals(Map<String, Object> declared) {
        List<byte[]> refusals = new ArrayList<>();
        for (JsonNode code : List.of(
                JsonNodeFactory.instance.stringNode("kit-refused"),
                JsonNodeFactory.instance.numberNode(UNPROCESSABLE),
                JsonNodeFactory.instance.missingNode())) {
            ObjectNode no = JsonMapper.shared().createObjectNode();
            if (!code.isMissingNode()) {
                fields(declared.get("code")).forEach(path -> put(no, path, code));
            }
            fields(declared.get("reason"))
                    .forEach(path -> put(no, path, JsonNodeFactory.instance.stringNode("the kit says no")));
            refusals.add(bytes(no));
        }
        return refusals;
    }

    private static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isTaken(Mapping mapping, byte[] answer) {
        try {
            mapping.answer(OK, Map.of(), answer);
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }

    /// The code where the answer is a no for good.
    private static Optional<String> code(Mapping mapping, int status, byte[] answer) {
        try {
            mapping.answer(status, Map.of(), answer);
        } catch (ChannelRejectedException e) {
            return Optional.of(e.code());
        } catch (RuntimeException _) {
            // It is another answer.
        }
        return Optional.empty();
    }

    /// The fields of the answer that an expression names.
    private static Set<String> fields(@Nullable Object expression) {
        Set<String> fields = new LinkedHashSet<>();
        if (expression != null) {
            Matcher field =
                    FIELD.matcher(TEXT.matcher(String.valueOf(expression)).replaceAll("\"\""));
            while (field.find()) {
                fields.add(field.group(1));
            }
        }
        return fields;
    }

    private static void put(ObjectNode node, String path, JsonNode value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            if (!node.has(path)) {
                node.set(path, value);
            }
        } else if (node.path(path.substring(0, dot)) instanceof ObjectNode inner) {
            put(inner, path.substring(dot + 1), value);
        } else {
            ObjectNode inner = node.putObject(path.substring(0, dot));
            put(inner, path.substring(dot + 1), value);
        }
    }
}
