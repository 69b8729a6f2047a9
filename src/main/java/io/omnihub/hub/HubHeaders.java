package io.omnihub.hub;

/// The headers by which routes and doors speak with each other.
final class HubHeaders {

    static final String TENANT = "HubTenant";
    static final String CHANNEL = "HubChannel";
    static final String INBOX = "HubInbox";

    /// Why something is given up, in one sentence.
    static final String REASON = "HubReason";

    /// Of what is processed again: when it came first.
    static final String RECEIVED_AT = "HubReceivedAt";

    /// An event's type: `message.created`.
    static final String TYPE = "HubType";

    static final String CONVERSATION = "HubConversation";
    static final String SEQUENCE = "HubSequence";
    static final String PARTITION = "HubPartition";
    static final String POSITION = "HubPosition";

    /// The context of a trace, as W3C has it.
    static final String TRACE = "traceparent";

    private HubHeaders() {}
}
