package io.omnihub.log;

import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A key that was taken in, with what became of it.
///
/// @param fingerprint of the event's body: the same key with another body is a conflict; empty where the event has
///                    not come and others wait for it
/// @param made        the entry it made; null where it made none
@SuppressWarnings("ArrayRecordComponent")
public record InboundKey(
        Id id, State state, byte[] fingerprint, @Nullable Made made) {

    /// What names a key.
    public record Id(TenantId tenant, InboxId inbox, String key) {}

    /// An entry that came of a key.
    ///
    /// @param number   of the conversation
    /// @param position with which the entry leaves the log, and the key may follow it
    public record Made(ConversationId conversation, long number, long sequence, long position) {}

    /// What became of it.
    public enum State {
        STORED,
        WAITING,
        DEAD;

        /// One of a later version has been taken in at any rate.
        static State of(int number) {
            return number >= 0 && number < values().length ? values()[number] : STORED;
        }
    }

    /// The key of a message that others wait for: nobody has taken it in yet.
    public static InboundKey awaited(Id id) {
        return new InboundKey(id, State.WAITING, new byte[0], null);
    }

    /// Whether it is only waited for.
    public boolean isAwaited() {
        return fingerprint.length == 0;
    }

    /// Whether the event that came again says what the first one said.
    public boolean matches(byte[] other) {
        return Arrays.equals(fingerprint, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InboundKey that
                && id.equals(that.id)
                && state == that.state
                && Arrays.equals(fingerprint, that.fingerprint)
                && Objects.equals(made, that.made);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
