package io.omnihub.channel.steps;

import io.omnihub.message.ChannelId;
import io.omnihub.message.InvalidMessageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/// What a route says of a step.
final class Options {

    private final Map<String, Object> parameters;

    Options(Map<String, Object> parameters) {
        this.parameters = parameters;
    }

    String get(String name, String missing) {
        Object value = parameters.remove(name);
        return value == null ? missing : value.toString();
    }

    /// @throws IllegalArgumentException where it is missing
    String required(String name) {
        String value = get(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " must be given");
        }
        return value;
    }

    ChannelId channel() {
        try {
            return new ChannelId(required("channel"));
        } catch (InvalidMessageException e) {
            throw new IllegalArgumentException("channel " + e.problem(), e);
        }
    }

    <E extends Enum<E>> E constant(String name, E missing, E[] constants) {
        String word = get(name, word(missing));
        return Arrays.stream(constants)
                .filter(each -> word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(constants).map(Options::word).toList())));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
