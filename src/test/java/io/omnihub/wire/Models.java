package io.omnihub.wire;

import io.omnihub.message.Body;
import io.omnihub.message.Change;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Command;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.MediaStored;
import io.omnihub.message.Message;
import io.omnihub.message.Raw;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.SessionChange;
import io.omnihub.message.SessionId;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.TenantId;
import io.omnihub.message.Typing;
import io.omnihub.message.Visibility;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/// Arbitrary events and entries of every kind of body, command, content and change.
public final class Models extends DomainContextBase {

    @Provide
    Arbitrary<InboundEvent> events() {
        return Combinators.combine(header(), bodies()).as(InboundEvent::new);
    }

    @Provide
    Arbitrary<Entry> entries() {
        return Combinators.combine(
                        Combinators.combine(Values.seconds(), Values.count(), Values.count(), Values.count())
                                .as(Numbers::new),
                        Values.slug(),
                        Values.id().map(ConversationId::new),
                        Combinators.combine(Arbitraries.of(Visibility.class), Arbitraries.of(Direction.class))
                                .as(Sides::new),
                        Values.sender(),
                        Values.time(),
                        Values.facts(),
                        changes())
                .as((numbers, slug, conversation, sides, sender, time, metadata, change) -> new Entry(
                        numbers.partition(),
                        numbers.position(),
                        new TenantId(slug),
                        new ChannelId("b" + slug.substring(1)),
                        new InboxId("c" + slug.substring(1)),
                        conversation,
                        numbers.sequence(),
                        numbers.previous(),
                        sides.visibility(),
                        sides.direction(),
                        sender,
                        time,
                        time,
                        numbers.position() % 2 == 0,
                        metadata,
                        change,
                        ""));
    }

    private record Numbers(int partition, long position, long sequence, long previous) {}

    private record Sides(Visibility visibility, Direction direction) {}

    static Arbitrary<Header> header() {
        return Combinators.combine(
                        Values.slug(),
                        Arbitraries.of(Direction.class),
                        Values.id(),
                        Values.id(),
                        Values.sender(),
                        Values.time(),
                        Values.facts(),
                        raw().injectNull(0.3))
                .as((slug, direction, thread, key, sender, time, metadata, raw) -> new Header(
                        new TenantId(slug),
                        new ChannelId("b" + slug.substring(1)),
                        new InboxId("c" + slug.substring(1)),
                        direction,
                        thread,
                        "inbox:" + thread,
                        key,
                        sender,
                        time,
                        time,
                        metadata,
                        raw));
    }

    static Arbitrary<Content> contents() {
        return Arbitraries.oneOf(
                Values.someText().map(Content.Text::new),
                Values.media().map(Content.Image::new),
                Combinators.combine(Values.media(), Values.seconds(), Values.text())
                        .as(Content.Voice::new),
                Combinators.combine(
                                Values.media(), Values.seconds(), Values.media().injectNull(0.3))
                        .as(Content.Video::new),
                Values.media().map(Content.File::new),
                Combinators.combine(
                                Arbitraries.doubles().between(-90, 90),
                                Arbitraries.doubles().between(-180, 180),
                                Values.text(),
                                Values.text())
                        .as(Content.Location::new),
                Combinators.combine(
                                Values.someText(),
                                Values.text(),
                                Values.text(),
                                Values.media().injectNull(0.3))
                        .as(Content.Link::new),
                cards(),
                Combinators.combine(Values.someText(), Values.text(), Values.text())
                        .as(Content.ContactCard::new),
                Values.media().map(Content.Sticker::new),
                Values.someText().map(Content.RichText::new),
                Combinators.combine(Values.slug(), Values.facts()).as(Content.SystemEvent::new),
                Combinators.combine(Values.text(), Values.text()).as(Content.Unsupported::new));
    }

    static Arbitrary<Body> bodies() {
        return Arbitraries.oneOf(
                messages(),
                edits(),
                Values.ref().map(Recall::new),
                reactions(),
                receipts(),
                Values.ref().map(ReadMark::new),
                Values.text().map(Typing::new),
                contactChanges(),
                commands());
    }

    static Arbitrary<Command> commands() {
        return Arbitraries.oneOf(
                Combinators.combine(
                                parts(),
                                Values.ref().injectNull(0.5),
                                Values.addresses(),
                                Values.addresses(),
                                Values.count())
                        .as(Command.Reply::new),
                Combinators.combine(parts(), Values.count()).as(Command.Note::new),
                Combinators.combine(Values.optionalId(), Values.count()).as(Command.Assign::new),
                Values.count().map(Command.Pend::new),
                Values.count().map(Command.Resolve::new),
                Values.count().map(Command.Reopen::new),
                Combinators.combine(Values.labels(), Values.labels(), Values.count())
                        .as(Command.Label::new),
                Combinators.combine(Values.ref(), Values.seconds(), Values.media())
                        .as(Command.AttachMedia::new),
                Arbitraries.longs().greaterOrEqual(1).map(Command.Erase::new));
    }

    static Arbitrary<Change> changes() {
        return Arbitraries.oneOf(
                messages(),
                edits(),
                Values.ref().map(Recall::new),
                reactions(),
                receipts(),
                Values.ref().map(ReadMark::new),
                contactChanges(),
                sessions(),
                Combinators.combine(Values.ref(), Values.seconds(), Values.media())
                        .as(MediaStored::new),
                Values.count().map(Erased::new));
    }

    private static Arbitrary<Content> cards() {
        return Combinators.combine(
                        Values.someText(),
                        Combinators.combine(Values.text(), Values.text())
                                .as(Content.Card.Field::new)
                                .list()
                                .ofMaxSize(3),
                        Combinators.combine(Values.someText(), Values.text(), Values.id())
                                .as(Content.Card.Button::new)
                                .list()
                                .ofMaxSize(3),
                        Values.media().injectNull(0.3))
                .as(Content.Card::new);
    }

    private static Arbitrary<Raw> raw() {
        return Combinators.combine(
                        Values.id(), Arbitraries.bytes().array(byte[].class).ofMaxSize(50))
                .as(Raw::new);
    }

    private static Arbitrary<List<Content>> parts() {
        return contents().list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<Message> messages() {
        return Combinators.combine(Values.optionalId(), parts(), Values.ref().injectNull(0.5))
                .as(Message::new);
    }

    private static Arbitrary<Edit> edits() {
        return Combinators.combine(Values.ref(), parts()).as(Edit::new);
    }

    private static Arbitrary<Reaction> reactions() {
        return Combinators.combine(Values.ref(), Values.id(), Arbitraries.of(true, false))
                .as(Reaction::new);
    }

    private static Arbitrary<Receipt> receipts() {
        return Combinators.combine(
                        Values.ref(),
                        Arbitraries.of(Receipt.State.class),
                        Values.optionalId(),
                        Values.optionalId(),
                        Values.text())
                .as(Receipt::new);
    }

    private static Arbitrary<ContactChange> contactChanges() {
        return Combinators.combine(Values.text(), Values.optionalId(), Values.facts())
                .as(ContactChange::new);
    }

    private static Arbitrary<SessionChange> sessions() {
        return Combinators.combine(
                        Values.id().map(SessionId::new),
                        Arbitraries.of(SessionChange.Cause.class),
                        Arbitraries.of(SessionStatus.class).filter(status -> status != SessionStatus.UNKNOWN),
                        Values.optionalId(),
                        Values.labels(),
                        Values.count())
                .as(SessionChange::new);
    }
}
