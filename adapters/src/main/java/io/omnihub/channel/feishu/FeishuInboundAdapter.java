package io.omnihub.channel.feishu;

import static io.omnihub.channel.feishu.FeishuPush.required;
import static io.omnihub.channel.feishu.FeishuPush.text;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.Recent;
import io.omnihub.channel.callback.Callback;
import io.omnihub.channel.callback.InboundAdapter;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.message.Body;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Raw;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Sender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Translates what Feishu pushes into unified events.
///
/// A person's chat with the bot is a conversation with the person, known by their open_id; a group is one conversation,
/// known by its chat_id, in which each message has the name of whoever wrote it.
final class FeishuInboundAdapter implements InboundAdapter<FeishuPush> {

    static final ChannelId CHANNEL = new ChannelId("feishu");

    private static final int LONGEST_NAME = 56;
    private static final int MOST_SPEAKERS = 8;
    private static final Duration TOLD = Duration.ofDays(30);

    /// So long the platform pushes an event again.
    private static final Duration REPEATED = Duration.ofHours(8);

    /// Each may be as large as a part of a message.
    private static final int MOST_BUNDLES = 200;

    private final ChannelInboxes<Account> inboxes;
    private final FeishuPeople people;
    private final Recent<Told> told;
    private final Recent<Body> bundles;

    FeishuInboundAdapter(ChannelInboxes<Account> inboxes, FeishuPeople people, Clock clock) {
        this.inboxes = inboxes;
        this.people = people;
        this.told = new Recent<>(TOLD, clock);
        this.bundles = new Recent<>(REPEATED, clock, MOST_BUNDLES);
    }

    @Override
    public List<InboundEvent> adapt(FeishuPush push, Callback callback) {
        List<InboundEvent> nameless = toUnified(push, callback, Map.of());
        Set<String> wanted = wanted(push, nameless);
        if (wanted.isEmpty()) {
            return nameless;
        }
        ChannelInbox<Account> inbox = inboxes.get(callback.inbox().value());
        FeishuPeople.Patience patience = FeishuPeople.patience(inbox);
        String bundle = bundle(push);
        Header header = nameless.getFirst().header();
        String place = header.tenant() + " " + header.inbox() + " ";
        List<JsonNode> forwarded =
                bundle.isEmpty() || bundles.get(place + bundle).isPresent()
                        ? List.of()
                        : people.forwarded(inbox, bundle, patience);
        wanted.addAll(speakers(forwarded));
        Map<String, String> known = people.of(inbox, wanted, patience);
        List<InboundEvent> events = new ArrayList<>(toUnified(push, callback, known, forwarded));
        if (!bundle.isEmpty()) {
            // Pushed again it is what it was: the same key with another body would be a conflict.
            events.replaceAll(event -> new InboundEvent(event.header(), bundles.get(place + bundle, event::body)));
        }
        introduction(push, header, place + header.thread(), known).ifPresent(event -> events.add(0, event));
        return events;
    }

    /// The id of the message that bundles others; empty where the push is of no such one.
    private static String bundle(FeishuPush push) {
        JsonNode message = push.event().path("message");
        return text(message, "message_type").equals(FeishuContentAdapter.FORWARDED)
                ? required(message, "message_id")
                : "";
    }

    /// Few of them, since each may be a question.
    private static List<String> speakers(List<JsonNode> forwarded) {
        return forwarded.stream()
                .map(said -> text(said.path("sender"), "id"))
                .filter(id -> id.startsWith("ou_"))
                .distinct()
                .limit(MOST_SPEAKERS)
                .toList();
    }

    /// Tells once who the contact of a conversation is: a group has another name than whoever speaks in it first, and
    /// a person has one union id in all apps of a developer.
    ///
    /// An event that is pushed again tells it again, in the same words: nobody may have kept what it told at first.
    private Optional<InboundEvent> introduction(
            FeishuPush push, Header header, String place, Map<String, String> known) {
        boolean group = !header.thread().equals(header.sender().id());
        Optional<Told> last = told.get(place);
        Optional<Told> again = last.filter(each -> each.push().equals(push.id()));
        Told now = again.orElseGet(() -> new Told(
                push.id(),
                known.getOrDefault(header.thread(), ""),
                group ? "" : header.metadata().getOrDefault(ContactChange.UNION_ID, "")));
        boolean nothing = !group && now.isEmpty();
        if (nothing || (again.isEmpty() && last.filter(now::says).isPresent())) {
            return Optional.empty();
        }
        told.put(place, now);
        Header introduced = new Header(
                header.tenant(),
                header.channel(),
                header.inbox(),
                header.direction(),
                header.thread(),
                header.routingKey(),
                Keys.event(push.id() + ":contact"),
                new Sender(Sender.Kind.CONTACT, header.thread(), now.who()),
                header.sentAt(),
                header.receivedAt(),
                Map.of(),
                null);
        Map<String, String> facts = now.unionId().isEmpty() ? Map.of() : Map.of(ContactChange.UNION_ID, now.unionId());
        return Optional.of(new InboundEvent(introduced, new ContactChange(now.who(), "", facts)));
    }

    /// Whose names are shown: of whoever says or does something, of the group, and our own, which is left out.
    private static Set<String> wanted(FeishuPush push, List<InboundEvent> events) {
        Set<String> wanted = new LinkedHashSet<>();
        for (InboundEvent event : events) {
            if (event.body() instanceof Message) {
                wanted.add(event.header().sender().id());
                wanted.add(event.header().thread());
                if (!push.event().path("message").path("mentions").isEmpty()) {
                    wanted.add(FeishuPeople.BOT);
                }
            }
        }
        return wanted;
    }

    /// @param known the names of those that the event speaks of, and the bot's open_id, as far as they are known
    /// @return empty for what apps say, which is what we have said ourselves
    /// @throws MalformedMessageException where a field that every such event has is missing
    static List<InboundEvent> toUnified(FeishuPush push, Callback callback, Map<String, String> known) {
        return toUnified(push, callback, known, List.of());
    }

    /// @param forwarded the messages in the bundle that the push is of, as far as they are known
    static List<InboundEvent> toUnified(
            FeishuPush push, Callback callback, Map<String, String> known, List<JsonNode> forwarded) {
        try {
            EventAdapter event = new EventAdapter(push, callback, known, forwarded);
            JsonNode json = push.event();
            return switch (push.type()) {
                case "im.message.receive_v1" -> received(event, json.path("sender"), json.path("message"));
                case "im.message.recalled_v1" -> recalled(event, json);
                case "im.message.message_read_v1" -> read(event, json);
                case "im.message.reaction.created_v1" -> reacted(event, json, false);
                case "im.message.reaction.deleted_v1" -> reacted(event, json, true);
                case "im.chat.access_event.bot_p2p_chat_entered_v1" ->
                    did(event, person(json.path("operator_id")), person(json.path("operator_id")), "enter", Map.of());
                case "application.bot.menu_v6" -> tapped(event, json);
                case "im.chat.member.bot.added_v1" -> inGroup(event, json, "bot-added");
                case "im.chat.member.bot.deleted_v1" -> inGroup(event, json, "bot-removed");
                case FeishuPush.CLICK -> clicked(event, json);
                case "v1.message" -> receivedOld(event, json);
                case "v1.message_read" -> readOld(event, json);
                default -> other(event, json);
            };
        } catch (InvalidMessageException e) {
            throw new MalformedMessageException(e.field() + ": " + e.problem(), e);
        }
    }

    private static List<InboundEvent> received(EventAdapter event, JsonNode sender, JsonNode message) {
        if (text(sender, "sender_type").equals("app")) {
            return List.of();
        }
        String person = person(sender.path("sender_id"));
        boolean alone = required(message, "chat_type").equals("p2p");
        String id = required(message, "message_id");
        String parent = parent(message);
        Map<String, String> metadata = new HashMap<>();
        put(metadata, "chatType", text(message, "chat_type"));
        put(metadata, "chat", text(message, "chat_id"));
        put(metadata, Header.TOPIC, text(message, "thread_id"));
        put(metadata, ContactChange.UNION_ID, text(sender.path("sender_id"), "union_id"));
        put(metadata, "userId", text(sender.path("sender_id"), "user_id"));
        List<Content> parts = event.forwarded().isEmpty()
                ? FeishuContentAdapter.parts(
                        required(message, "message_type"),
                        text(message, "content"),
                        id,
                        new FeishuContentAdapter.Mentions(message.path("mentions"), event.bot()))
                : List.of(FeishuContentAdapter.forwarded(event.forwarded(), event.known()));
        return List.of(event.of(
                alone ? person : required(message, "chat_id"),
                event.sender(person),
                Keys.message(id),
                FeishuPush.time(required(message, "create_time")),
                metadata,
                new Message(id, parts, parent.isEmpty() ? null : MessageRef.external(parent))));
    }

    /// What it answers; in a thread, whose first message it is for want of another.
    private static String parent(JsonNode message) {
        String parent = text(message, "parent_id");
        return parent.isEmpty() ? text(message, "root_id") : parent;
    }

    private static List<InboundEvent> receivedOld(EventAdapter event, JsonNode json) {
        String person = required(json, "open_id");
        boolean alone = required(json, "chat_type").equals("private");
        String id = required(json, "open_message_id");
        String parent = text(json, "parent_id");
        return List.of(event.of(
                alone ? person : required(json, "open_chat_id"),
                event.sender(person),
                Keys.message(id),
                event.push().time(),
                Map.of("chatType", alone ? "p2p" : "group"),
                new Message(
                        id,
                        FeishuContentAdapter.oldParts(required(json, "msg_type"), json, id),
                        parent.isEmpty() ? null : MessageRef.external(parent))));
    }

    /// Of a chat with one person it names the chat, of which we know only the person: the message tells where it is.
    private static List<InboundEvent> recalled(EventAdapter event, JsonNode json) {
        String id = required(json, "message_id");
        String chat = required(json, "chat_id");
        return List.of(event.of(
                chat,
                new Sender(Sender.Kind.CONTACT, chat, ""),
                Keys.recall(id),
                event.push().time(),
                Map.of(),
                new Recall(MessageRef.external(id))));
    }

    private static List<InboundEvent> read(EventAdapter event, JsonNode json) {
        return read(event, person(json.path("reader").path("reader_id")), json.path("message_id_list"));
    }

    private static List<InboundEvent> readOld(EventAdapter event, JsonNode json) {
        return read(event, required(json, "open_id"), json.path("open_message_ids"));
    }

    private static List<InboundEvent> read(EventAdapter event, String person, JsonNode messages) {
        List<InboundEvent> events = new ArrayList<>();
        for (JsonNode message : messages) {
            String id = message.asString("");
            events.add(event.of(
                    person,
                    event.sender(person),
                    Keys.event(event.push().id() + ":" + id),
                    event.push().time(),
                    Map.of(),
                    new ReadMark(MessageRef.external(id))));
        }
        return events;
    }

    private static List<InboundEvent> reacted(EventAdapter event, JsonNode json, boolean removed) {
        if (text(json, "operator_type").equals("app")) {
            return List.of();
        }
        String person = person(json.path("user_id"));
        String emoji = required(json.path("reaction_type"), "emoji_type");
        return List.of(event.of(
                person,
                event.sender(person),
                Keys.event(event.push().id()),
                event.push().time(),
                Map.of(),
                new Reaction(
                        MessageRef.external(required(json, "message_id")),
                        FeishuContentAdapter.emoji(emoji),
                        removed)));
    }

    private static List<InboundEvent> tapped(EventAdapter event, JsonNode json) {
        JsonNode operator = json.path("operator");
        String person = person(operator.path("operator_id"));
        return did(event, person, person, "menu-click", Map.of("key", required(json, "event_key")));
    }

    private static List<InboundEvent> inGroup(EventAdapter event, JsonNode json, String name) {
        return did(
                event,
                required(json, "chat_id"),
                person(json.path("operator_id")),
                name,
                text(json, "name").isEmpty() ? Map.of() : Map.of("name", text(json, "name")));
    }

    /// Our own buttons say in which conversation they were shown; of others we know the chat only.
    private static List<InboundEvent> clicked(EventAdapter event, JsonNode json) {
        JsonNode action = json.path("action");
        JsonNode value = action.path("value");
        String person = person(json.path("operator"));
        String said = text(value, "thread");
        String thread = said.startsWith("ou_") || said.startsWith("oc_") ? said : "";
        Map<String, String> data = new HashMap<>();
        put(data, "card", text(json.path("context"), "open_message_id"));
        put(data, "button", text(value, "button"));
        put(data, "tag", text(action, "tag"));
        if (thread.isEmpty()) {
            put(data, "value", value.isMissingNode() ? "" : value.toString());
        } else {
            put(data, "value", text(value, "value"));
        }
        return did(
                event,
                thread.isEmpty() ? required(json.path("context"), "open_chat_id") : thread,
                person,
                Content.SystemEvent.CARD_CLICK,
                data);
    }

    /// What nobody has told us of is shown where somebody did it, or where it happened.
    private static List<InboundEvent> other(EventAdapter event, JsonNode json) {
        String chat = text(json, "chat_id").isEmpty() ? text(json, "open_chat_id") : text(json, "chat_id");
        String person = text(json, "open_id");
        for (String name : List.of("operator_id", "user_id")) {
            person = person.isEmpty() ? text(json.path(name), "open_id") : person;
        }
        String thread = chat.isEmpty() ? person : chat;
        if (thread.isEmpty()) {
            throw new MalformedMessageException("the event concerns no person and no chat", null);
        }
        String letters = event.push().type().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        String name = "feishu." + letters.substring(0, Math.min(letters.length(), LONGEST_NAME));
        return did(event, thread, person.isEmpty() ? chat : person, name, Map.of());
    }

    private static List<InboundEvent> did(
            EventAdapter event, String thread, String person, String name, Map<String, String> data) {
        return List.of(event.of(
                thread,
                event.sender(person),
                Keys.event(event.push().id()),
                event.push().time(),
                Map.of(),
                Message.of("", new Content.SystemEvent(name, data))));
    }

    private static String person(JsonNode ids) {
        return required(ids, "open_id");
    }

    private static void put(Map<String, String> texts, String name, String text) {
        if (!text.isEmpty()) {
            texts.put(name, text);
        }
    }

    /// Who a contact is, as an event told.
    ///
    /// @param push the event's id
    private record Told(String push, String who, String unionId) {

        boolean isEmpty() {
            return who.isEmpty() && unionId.isEmpty();
        }

        boolean says(Told other) {
            return who.equals(other.who) && unionId.equals(other.unionId);
        }
    }

    /// What all events that come from one push share.
    private record EventAdapter(
            FeishuPush push, Callback callback, Map<String, String> known, List<JsonNode> forwarded) {

        InboundEvent of(String thread, Sender sender, String key, Instant at, Map<String, String> metadata, Body body) {
            boolean placed = body instanceof Message;
            Header header = new Header(
                    callback.tenant(),
                    CHANNEL,
                    callback.inbox(),
                    Direction.INBOUND,
                    thread,
                    placed ? thread : callback.inbox().value(),
                    key,
                    sender,
                    at.truncatedTo(ChronoUnit.MILLIS),
                    callback.receivedAt().truncatedTo(ChronoUnit.MILLIS),
                    metadata,
                    new Raw("application/json", push.raw()));
            return new InboundEvent(header, body);
        }

        Sender sender(String openId) {
            return new Sender(Sender.Kind.CONTACT, openId, known.getOrDefault(openId, ""));
        }

        String bot() {
            return known.getOrDefault(FeishuPeople.BOT, "");
        }
    }
}
