package io.omnihub.delivery;

import io.omnihub.errand.Choice;
import io.omnihub.errand.Errand;
import io.omnihub.errand.ErrandId;
import io.omnihub.errand.Errands;
import io.omnihub.log.LogReader;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.Header;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.OutboundDelivery;
import io.omnihub.message.OutboundEdit;
import io.omnihub.message.OutboundHeader;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.OutboundRecall;
import io.omnihub.message.PlatformCall;
import io.omnihub.message.Recall;
import io.omnihub.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// One claim: chooses what is to be sent now, as the log has it.
final class Claim implements Choice {

    /// What [Header#TOPIC] was called in what was stored before.
    private static final String TOPIC_BEFORE = "thread";

    private static final Fail ERASED = new Fail("erased", "the message is not in the log any more");

    private final Errands errands;
    private final LogReader log;
    private final LinkedFiles files;
    private final Predicate<Errand> left;
    private final Predicate<Errand> limit;
    private final boolean freshOnly;
    private final Map<ErrandId, Function<Errand, OutboundDelivery>> chosen = new HashMap<>();
    private boolean limited;

    /// @param left      what stays for others
    /// @param limit     whether an inbox may send one more now
    /// @param freshOnly whether only messages count of which nothing was sent yet
    Claim(
            Errands errands,
            LogReader log,
            LinkedFiles files,
            Predicate<Errand> left,
            Predicate<Errand> limit,
            boolean freshOnly) {
        this.errands = errands;
        this.log = log;
        this.files = files;
        this.left = left;
        this.limit = limit;
        this.freshOnly = freshOnly;
    }

    /// Whether an inbox's limit held something up.
    boolean isLimited() {
        return limited;
    }

    @Override
    public Decision of(Transaction tx, Errand due) {
        if (left.test(due)) {
            return new Leave();
        }
        if (!limit.test(due)) {
            limited = true;
            return new Leave();
        }
        Entry entry = at(tx, due, due.id().place()).orElse(null);
        if (entry == null) {
            return ERASED;
        }
        return switch (entry.change()) {
            case Message message -> message(tx, due, entry, message);
            case Edit edit -> {
                List<Content> parts = files.sendable(due, edit.parts());
                yield follow(
                        tx, due, edit.target(), (claimed, ids) -> new OutboundEdit(header(claimed, entry), ids, parts));
            }
            case Recall recall ->
                follow(tx, due, recall.target(), (claimed, ids) -> new OutboundRecall(header(claimed, entry), ids));
            default -> ERASED;
        };
    }

    /// What was chosen, once it is claimed.
    OutboundDelivery delivery(Errand claimed) {
        return Objects.requireNonNull(chosen.get(claimed.id())).apply(claimed);
    }

    static ConversationId conversation(Errand errand) {
        return new ConversationId(errand.id().lane());
    }

    private static OutboundHeader header(Errand claimed, Entry entry) {
        return new OutboundHeader(
                DeliveryId.of(claimed.id()).toString(),
                claimed.tenant(),
                new ChannelId(claimed.target()),
                claimed.inbox(),
                conversation(claimed),
                claimed.id().place(),
                claimed.payload(),
                claimed.attempt(),
                claimed.maybeRepeated(),
                entry.sender().kind(),
                entry.metadata());
    }

    private Decision message(Transaction tx, Errand due, Entry entry, Message message) {
        List<PlatformCall> made = due.attempt() == 0
                ? List.of()
                : errands.calls(tx, due.id()).stream().map(Progress::read).toList();
        if (freshOnly && !made.isEmpty()) {
            return new Leave();
        }
        Plan plan = due.plan().isEmpty() ? files.plan(due, message.parts()) : Plan.read(due.plan());
        List<Content> parts = files.sendable(due, message.parts(), plan);
        Message sendable = new Message(message.externalId(), parts, message.replyTo());
        Quoted quoted = message.replyTo() == null ? Quoted.NONE : quoted(tx, due, message.replyTo());
        chosen.put(
                due.id(),
                claimed -> new OutboundMessage(
                        header(claimed, entry), sendable, quoted.externalId(), quoted.topic(), plan.cut(), made));
        return new Take(plan.write());
    }

    /// What is said of a message that the contact must have for it.
    private Decision follow(Transaction tx, Errand due, MessageRef target, Following following) {
        if (freshOnly) {
            return new Leave();
        }
        List<String> ids = ids(tx, due, target.sequence());
        if (ids.isEmpty()) {
            return new Fail("not-sent", "the platform knows of no message that this is about");
        }
        chosen.put(due.id(), claimed -> following.of(claimed, ids));
        return new Take("");
    }

    private Quoted quoted(Transaction tx, Errand due, MessageRef quoted) {
        if (quoted.sequence() == 0) {
            return new Quoted(quoted.externalId(), "");
        }
        Optional<Entry> entry = at(tx, due, quoted.sequence());
        String externalId = entry.map(said -> said.change() instanceof Message message ? message.externalId() : "")
                .orElse("");
        return externalId.isEmpty()
                ? new Quoted(
                        ids(tx, due, quoted.sequence()).stream().findFirst().orElse(""), "")
                : new Quoted(
                        externalId, entry.map(said -> topic(said.metadata())).orElse(""));
    }

    private static String topic(Map<String, String> metadata) {
        return metadata.getOrDefault(Header.TOPIC, metadata.getOrDefault(TOPIC_BEFORE, ""));
    }

    private List<String> ids(Transaction tx, Errand due, long sequence) {
        return errands.find(tx, due.tenant(), new DeliveryId(conversation(due), sequence).errand())
                .map(Deliveries::externalIds)
                .orElseGet(List::of);
    }

    private Optional<Entry> at(Transaction tx, Errand due, long sequence) {
        return log.find(tx, due.tenant(), conversation(due), sequence);
    }

    /// What a message answers, by the platform's ids.
    private record Quoted(String externalId, String topic) {

        static final Quoted NONE = new Quoted("", "");
    }

    /// Makes of what was claimed, and the platform's ids of the message that it is about, what goes out.
    @FunctionalInterface
    private interface Following {

        OutboundDelivery of(Errand claimed, List<String> externalIds);
    }
}
