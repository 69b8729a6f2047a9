package io.omnihub.channel.send;

/// A channel's own message that is a text, and may be longer than the platform takes at once: then it is sent as
/// several.
///
/// @param <N> the channel's own message
public interface LongText<N> {

    String text();

    /// The same with a piece of its text.
    N withText(String piece);
}
