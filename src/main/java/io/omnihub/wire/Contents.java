package io.omnihub.wire;

import io.omnihub.message.Change;
import io.omnihub.message.Content;
import io.omnihub.message.Edit;
import io.omnihub.message.Message;
import java.util.List;
import java.util.Locale;

/// What those who show contents need to know of them.
public final class Contents {

    private Contents() {}

    /// The name of a content's kind in JSON.
    public static String kind(Content content) {
        return kind(content.getClass());
    }

    public static String kind(Class<? extends Content> content) {
        return content.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /// The parts that an entry holds; none where it is no utterance.
    public static List<Content> partsOf(Change change) {
        return switch (change) {
            case Message message -> message.parts();
            case Edit edit -> edit.parts();
            default -> List.of();
        };
    }

    /// The beginning of the first text, cut between characters.
    public static String firstText(List<Content> parts, int longest) {
        return parts.stream()
                .filter(Content.Text.class::isInstance)
                .map(part -> ((Content.Text) part).text())
                .findFirst()
                .map(text -> text.codePointCount(0, text.length()) <= longest
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, longest)))
                .orElse("");
    }
}
