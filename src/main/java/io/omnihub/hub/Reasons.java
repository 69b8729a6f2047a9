package io.omnihub.hub;

import io.omnihub.buffer.BufferUnavailableException;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.message.InvalidMessageException;
import java.util.Objects;
import org.apache.camel.CamelExecutionException;

/// Puts failures of a route into words for people.
final class Reasons {

    private Reasons() {}

    /// What went wrong, without the text of any message: of exceptions that are not known to repeat none, only the kind
    /// is told.
    static String of(Exception failure) {
        return switch (failure) {
            case MalformedMessageException _,
                    InvalidMessageException _,
                    ChannelRejectedException _,
                    ChannelUnavailableException _,
                    BufferUnavailableException _ -> Objects.toString(failure.getMessage(), "no reason was given");
            case CamelExecutionException wrapper when wrapper.getCause() instanceof Exception cause -> of(cause);
            default -> "a fault of the route, " + failure.getClass().getSimpleName();
        };
    }
}
