package io.omnihub.gateway;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.omnihub.identity.Credential;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.wire.Presence;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What one node's gateway tells the others, as JSON. Nodes of two versions may run side by side for a while, so each
/// passes over what it does not know.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Announcement.Committed.class, name = "committed"),
    @JsonSubTypes.Type(value = Announcement.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = Announcement.Types.class, name = "types"),
    @JsonSubTypes.Type(value = Announcement.ContactIs.class, name = "contact-is"),
    @JsonSubTypes.Type(value = Announcement.Asks.class, name = "asks"),
    @JsonSubTypes.Type(value = Announcement.AgentIs.class, name = "agent-is")
})
sealed interface Announcement {

    JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
            .build();

    /// A partition of the log has come to a position.
    record Committed(int partition, long position) implements Announcement {}

    /// What somebody was known by has ended.
    record Ended(Credential.Key credential) implements Announcement {}

    /// Somebody types, or stopped.
    record Types(ConversationId conversation, Sender sender, String preview, boolean note, boolean stopped)
            implements Announcement {}

    /// A conversation's contact came to a node, or left it.
    record ContactIs(ConversationId conversation, boolean there) implements Announcement {}

    /// Somebody wants to know whether a conversation's contact is there.
    record Asks(ConversationId conversation) implements Announcement {}

    /// What an agent's connections to a node say, all together.
    record AgentIs(String node, TenantId tenant, String account, Presence state) implements Announcement {}

    default byte[] bytes() {
        return MAPPER.writeValueAsBytes(this);
    }

    /// Reads what [#bytes()] wrote.
    ///
    /// @return empty where it is of a kind that this version does not know
    /// @throws JacksonException where it is none
    static Optional<Announcement> parse(byte[] bytes) {
        return Optional.ofNullable(MAPPER.readValue(bytes, Announcement.class));
    }
}
