package io.omnihub.wire;

import io.omnihub.message.Body;
import io.omnihub.message.Change;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Command;
import io.omnihub.message.ContactChange;
import io.omnihub.message.ContactId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.MediaStored;
import io.omnihub.message.Message;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.Session;
import io.omnihub.message.SessionChange;
import io.omnihub.message.SessionId;
import io.omnihub.message.TenantId;
import io.omnihub.message.Typing;
import io.omnihub.message.Unknown;
import java.time.Instant;
import java.util.function.Function;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// Teaches Jackson the JSON form of the unified model, so that the model itself need not know Jackson.
///
/// Names are in camel case; ids are strings; times are ISO-8601 in UTC; enums are small words with dashes; a sealed
/// kind is told by its property `type`; null and empty texts, lists and maps are left out, and read as empty where they
/// are missing. Unknown properties are ignored; a content of an unknown type becomes [Content.Unsupported].
public final class MessageModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    public MessageModule() {
        super("omnihub-message");
        addDeserializer(String.class, new TextDeserializer());
        addId(TenantId.class, TenantId::new);
        addId(ChannelId.class, ChannelId::new);
        addId(InboxId.class, InboxId::new);
        addId(ContactId.class, ContactId::new);
        addId(ConversationId.class, ConversationId::new);
        addId(SessionId.class, SessionId::new);
        addSerializer(Instant.class, new TimeSerializer());
        addDeserializer(Instant.class, new TimeDeserializer());
        addDeserializer(Content.Unsupported.class, new UnsupportedDeserializer());
        setMixInAnnotation(Body.class, MixIns.Kind.class);
        setMixInAnnotation(Change.class, MixIns.Kind.class);
        setMixInAnnotation(Content.class, MixIns.ContentKind.class);
        setMixInAnnotation(Entry.class, MixIns.EntryProperties.class);
        setMixInAnnotation(Media.class, MixIns.MediaProperties.class);
        setMixInAnnotation(Session.class, MixIns.LaterProperties.class);
        setMixInAnnotation(InboundEvent.class, MixIns.LaterProperties.class);
        registerContents();
        registerBodiesAndChanges();
        setMixInAnnotation(ClientFrame.class, MixIns.Kind.class);
        setMixInAnnotation(ServerFrame.class, MixIns.Kind.class);
        registerFrames();
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.insertAnnotationIntrospector(new MessageIntrospector());
    }

    private <T> void addId(Class<T> type, Function<String, T> constructor) {
        addSerializer(type, ToStringSerializer.instance);
        addDeserializer(type, new IdDeserializer<>(type, constructor));
    }

    private void registerContents() {
        registerSubtypes(
                new NamedType(Content.Text.class, "text"),
                new NamedType(Content.Image.class, "image"),
                new NamedType(Content.Voice.class, "voice"),
                new NamedType(Content.Video.class, "video"),
                new NamedType(Content.File.class, "file"),
                new NamedType(Content.Location.class, "location"),
                new NamedType(Content.Link.class, "link"),
                new NamedType(Content.Card.class, "card"),
                new NamedType(Content.ContactCard.class, "contact-card"),
                new NamedType(Content.Sticker.class, "sticker"),
                new NamedType(Content.RichText.class, "rich-text"),
                new NamedType(Content.SystemEvent.class, "system-event"),
                new NamedType(Content.Unsupported.class, UnsupportedDeserializer.TYPE));
    }

    private void registerFrames() {
        registerSubtypes(
                new NamedType(ClientFrame.Hello.class, "hello"),
                new NamedType(ClientFrame.Send.class, "send"),
                new NamedType(ClientFrame.CommandOn.class, "command"),
                new NamedType(ClientFrame.Typing.class, "typing"),
                new NamedType(ClientFrame.Read.class, "read"),
                new NamedType(ClientFrame.Watch.class, "watch"),
                new NamedType(ClientFrame.Unwatch.class, "unwatch"),
                new NamedType(ClientFrame.Changes.class, "list"),
                new NamedType(ClientFrame.PresenceState.class, "presence"),
                new NamedType(ClientFrame.Fetch.class, "fetch"),
                new NamedType(ClientFrame.Ping.class, "ping"),
                new NamedType(ServerFrame.Welcome.class, "welcome"),
                new NamedType(ServerFrame.Acknowledged.class, "acknowledged"),
                new NamedType(ServerFrame.Refused.class, "refused"),
                new NamedType(ServerFrame.Busy.class, "busy"),
                new NamedType(ServerFrame.Fresh.class, "entry"),
                new NamedType(ServerFrame.Entries.class, "entries"),
                new NamedType(ServerFrame.Changed.class, "changed"),
                new NamedType(ServerFrame.Typing.class, "typing"),
                new NamedType(ServerFrame.PresenceOf.class, "presence"),
                new NamedType(ServerFrame.Heartbeat.class, "heartbeat"),
                new NamedType(ServerFrame.Pong.class, "pong"),
                new NamedType(ServerFrame.Failure.class, "error"));
    }

    private void registerBodiesAndChanges() {
        registerSubtypes(
                new NamedType(Message.class, "message"),
                new NamedType(Edit.class, "edit"),
                new NamedType(Recall.class, "recall"),
                new NamedType(Reaction.class, "reaction"),
                new NamedType(Receipt.class, "receipt"),
                new NamedType(ReadMark.class, "read-mark"),
                new NamedType(Typing.class, "typing"),
                new NamedType(ContactChange.class, "contact-change"),
                new NamedType(Command.Reply.class, "reply"),
                new NamedType(Command.EditMessage.class, "edit-message"),
                new NamedType(Command.RecallMessage.class, "recall-message"),
                new NamedType(Command.Note.class, "note"),
                new NamedType(Command.Assign.class, "assign"),
                new NamedType(Command.Pend.class, "pend"),
                new NamedType(Command.Resolve.class, "resolve"),
                new NamedType(Command.Reopen.class, "reopen"),
                new NamedType(Command.Label.class, "label"),
                new NamedType(Command.AttachMedia.class, "attach-media"),
                new NamedType(Command.Erase.class, "erase"),
                new NamedType(SessionChange.class, "session"),
                new NamedType(MediaStored.class, "media-stored"),
                new NamedType(Erased.class, "erased"),
                new NamedType(Unknown.class, "unknown"));
    }
}
