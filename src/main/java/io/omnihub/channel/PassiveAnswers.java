package io.omnihub.channel;

import io.omnihub.message.InboxId;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.TenantId;
import java.time.Duration;
import java.util.Optional;

/// Lets a connector answer a contact within the platform's own HTTP call: it claims the delivery that the API sender
/// would have taken. Whoever claims a delivery is the only one to send it until the claim ends.
public interface PassiveAnswers {

    /// Waits for a conversation's lowest unsent delivery and claims it.
    ///
    /// @param thread  the external thread or user id of the conversation
    /// @param longest how long to wait; the claim lasts at least as long again
    /// @return empty where there was nothing to send within that time
    Optional<OutboundMessage> await(TenantId tenant, InboxId inbox, String thread, Duration longest);

    /// The answer was written to the platform's call.
    void sent(OutboundMessage message);

    /// The answer was not written; the API sender takes the delivery at once.
    ///
    /// @param maybeSent whether the contact may have got it all the same
    void notSent(OutboundMessage message, boolean maybeSent);
}
