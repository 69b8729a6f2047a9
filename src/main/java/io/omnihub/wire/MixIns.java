package io.omnihub.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.omnihub.message.Content;
import io.omnihub.message.EntryKind;

/// Jackson annotations for types of the model, which itself imports only the JDK.
final class MixIns {

    private MixIns() {}

    /// A sealed kind is told by its property `type`; one that is unknown is refused.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    interface Kind {}

    /// A content whose type is unknown is kept as unsupported, with its type and its JSON.
    @JsonTypeInfo(
            use = JsonTypeInfo.Id.NAME,
            property = "type",
            visible = true,
            defaultImpl = Content.Unsupported.class)
    interface ContentKind {}

    /// An entry shows its kind, which follows from its change and is therefore not read.
    /// What a later version added to it may be for nobody outside.
    @JsonPropertyOrder("kind")
    interface EntryProperties {

        @JsonIgnore
        String later();

        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        EntryKind kind();
    }

    /// The same of a session, and of an event.
    interface LaterProperties {

        @JsonIgnore
        String later();
    }

    /// Whether media are stored follows from their hash.
    interface MediaProperties {

        @JsonIgnore
        boolean isStored();
    }
}
