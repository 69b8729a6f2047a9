package io.omnihub.delivery;

import io.omnihub.channel.Capabilities;
import io.omnihub.channel.TextLimit;
import io.omnihub.message.Content;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the first try of a message settles for all later ones, whatever its channel can do then: so each call that may
/// have been taken is made again as it was, with the same key.
///
/// @param cut    by which limit texts are cut, as [TextLimit#write] has it
/// @param linked the parts that go as links
record Plan(String cut, Set<Integer> linked) {

    /// Of an inbox that is not there.
    static final Plan UNSETTLED = new Plan("", Set.of());

    static Plan of(@Nullable Capabilities can, List<Content> parts) {
        return can == null ? UNSETTLED : new Plan(TextLimit.write(can.text()), LinkedFiles.unsendable(can, parts));
    }

    /// Reads what [#write] wrote.
    static Plan read(String text) {
        int slash = text.indexOf('/');
        Set<Integer> linked = Arrays.stream(text.substring(slash + 1).split(" ", -1))
                .filter(part -> !part.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        return new Plan(text.substring(0, slash), linked);
    }

    String write() {
        return cut.isEmpty()
                ? ""
                : cut + "/"
                        + new TreeSet<>(linked).stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
