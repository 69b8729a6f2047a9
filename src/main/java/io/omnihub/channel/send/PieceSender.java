package io.omnihub.channel.send;

import java.time.Duration;

/// Makes the calls of one platform, one for each piece of a delivery. It keeps no count of them and tries nothing twice
/// that may have reached the contact: both is done for it.
///
/// @param <N> the channel's own message
public interface PieceSender<N> {

    /// Does beforehand what a call needs and the contact does not see, such as uploading its file. It is done for all
    /// calls that are left before the first of them is made, so that what fails here leaves no half message behind.
    ///
    /// @throws io.omnihub.channel.ChannelRejectedException    where the platform will never take it
    /// @throws io.omnihub.channel.ChannelUnavailableException where it may take it later
    default void prepare(Call<N> call) {}

    /// Makes the call that the contact sees.
    ///
    /// @return the platform's id of what it took; empty where it gives none
    /// @throws io.omnihub.channel.ChannelRejectedException    where the platform will never take it
    /// @throws io.omnihub.channel.ChannelUnavailableException where it may take it later
    String send(Call<N> call);

    /// How long the platform drops a second call with a key that it has seen ([Call#key]). What is sent within that
    /// time has come once, whatever happened before. Zero where its calls have no such field.
    default Duration keysKnownFor() {
        return Duration.ZERO;
    }
}
