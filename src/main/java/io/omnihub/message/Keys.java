package io.omnihub.message;

/// Makes the keys of events: kind, the platform's id of the thing, and what tells this change from the last one. A
/// receipt, an edit and a message of one platform id are three keys.
public final class Keys {

    private Keys() {}

    /// @param externalId the platform's id of the message
    public static String message(String externalId) {
        return "message:" + externalId;
    }

    /// @param change what tells this edit from the last one: the edit's time or a hash of its content
    public static String edit(String externalId, String change) {
        return "edit:" + externalId + ":" + change;
    }

    public static String recall(String externalId) {
        return "recall:" + externalId;
    }

    public static String receipt(String externalId, Receipt.State state) {
        return "receipt:" + externalId + ":" + state;
    }

    /// @param eventId the platform's id of the event, or what stands for it
    public static String event(String eventId) {
        return "event:" + eventId;
    }

    /// The client's id stands first: where it begins with the time (UUID version 7), keys of one time lie together in
    /// the database.
    ///
    /// @param sender   who sends
    /// @param clientId made by the sender for this event, and never by the same sender for another one
    public static String client(Sender sender, String clientId) {
        return "client:" + clientId + ":" + sender.kind() + ":" + sender.id();
    }
}
