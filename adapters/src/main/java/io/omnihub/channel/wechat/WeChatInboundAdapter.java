package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.callback.Callback;
import io.omnihub.channel.callback.InboundAdapter;
import io.omnihub.channel.fields.LegalText;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import io.omnihub.message.Body;
import io.omnihub.message.ContactChange;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Header;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.Keys;
import io.omnihub.message.Media;
import io.omnihub.message.Message;
import io.omnihub.message.Raw;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Translates what WeChat pushes into unified events.
final class WeChatInboundAdapter implements InboundAdapter<WeChatPush> {

    /// Our names of the platform's events; the others are told by the platform's own.
    static final Map<String, String> EVENTS = Map.ofEntries(
            Map.entry("subscribe", "follow"),
            Map.entry("unsubscribe", "unfollow"),
            Map.entry("SCAN", "scan"),
            Map.entry("CLICK", "menu-click"),
            Map.entry("VIEW", "menu-view"),
            Map.entry("view_miniprogram", "menu-mini-program"),
            Map.entry("LOCATION", "location"),
            Map.entry("scancode_push", "menu-scan"),
            Map.entry("scancode_waitmsg", "menu-scan-waiting"),
            Map.entry("pic_sysphoto", "menu-photo"),
            Map.entry("pic_photo_or_album", "menu-photo-or-album"),
            Map.entry("pic_weixin", "menu-album"),
            Map.entry("location_select", "menu-location"),
            Map.entry("MASSSENDJOBFINISH", "mass-send-finished"),
            Map.entry("TEMPLATESENDJOBFINISH", "template-send-finished"),
            Map.entry("kf_create_session", "external-session-begun"),
            Map.entry("kf_close_session", "external-session-ended"),
            Map.entry("kf_switch_session", "external-session-transferred"),
            Map.entry("user_pay_from_pay_cell", "pay"),
            Map.entry("subscribe_msg_popup_event", "subscription-answered"),
            Map.entry("subscribe_msg_change_event", "subscription-changed"),
            Map.entry("subscribe_msg_sent_event", "subscription-sent"),
            Map.entry("user_enter_tempsession", "enter"));

    private static final int LONGEST_NAME = 56;

    private final ChannelInboxes<Account> inboxes;
    private final WeChatPeople people;

    WeChatInboundAdapter(ChannelInboxes<Account> inboxes, WeChatPeople people) {
        this.inboxes = inboxes;
        this.people = people;
    }

    @Override
    public List<InboundEvent> adapt(WeChatPush push, Callback callback) {
        List<InboundEvent> events = toUnified(push, callback.tenant(), callback.inbox(), callback.receivedAt());
        String unionId = push.get("UnionId");
        if (unionId.isEmpty() && (push.isSaid() || push.event().equals("subscribe"))) {
            unionId = people.unionId(inboxes.get(callback.inbox().value()), push.fromUserName());
        }
        return unionId.isEmpty() ? events : withUnion(events, unionId);
    }

    /// The same person of the same union is told once.
    static List<InboundEvent> withUnion(List<InboundEvent> events, String unionId) {
        Header header = events.getFirst().header();
        Header told = new Header(
                header.tenant(),
                header.channel(),
                header.inbox(),
                header.direction(),
                header.thread(),
                header.routingKey(),
                Keys.event("union:" + header.thread() + ":" + unionId),
                header.sender(),
                header.sentAt(),
                header.receivedAt(),
                Map.of(),
                null);
        List<InboundEvent> more = new ArrayList<>(events);
        more.add(new InboundEvent(told, new ContactChange("", "", Map.of(ContactChange.UNION_ID, unionId))));
        return more;
    }

    /// What became of messages that the hub did not send has no place but the event itself, so there is always one.
    ///
    /// @throws MalformedMessageException where a field that every push has is missing or no number
    static List<InboundEvent> toUnified(WeChatPush push, TenantId tenant, InboxId inbox, Instant now) {
        try {
            PushAdapter adapter = new PushAdapter(push, tenant, inbox, now);
            List<InboundEvent> events = new ArrayList<>();
            events.add(adapter.event(
                    WeChatKeyAdapter.key(push),
                    push.get("Scale").isEmpty() ? Map.of() : Map.of("scale", push.get("Scale")),
                    new Message(push.isSaid() ? push.get("MsgId") : "", parts(push), null)));
            for (Receipt receipt : WeChatReceiptAdapter.receipts(push)) {
                String key = WeChatKeyAdapter.key(push) + ":" + receipt.target().externalId();
                events.add(adapter.event(key, Map.of(), receipt));
            }
            return events;
        } catch (InvalidMessageException e) {
            throw new MalformedMessageException(e.field() + ": " + e.problem(), e);
        } catch (DateTimeException e) {
            throw new MalformedMessageException("CreateTime is no time", e);
        }
    }

    /// What all events that come from one push share.
    private record PushAdapter(WeChatPush push, TenantId tenant, InboxId inbox, Instant now) {

        InboundEvent event(String key, Map<String, String> metadata, Body body) {
            Header header = new Header(
                    tenant,
                    WeChatProperties.CHANNEL,
                    inbox,
                    Direction.INBOUND,
                    push.fromUserName(),
                    push.fromUserName(),
                    key,
                    Sender.contact(push.fromUserName()),
                    Instant.ofEpochSecond(number(push, "CreateTime")),
                    now.truncatedTo(ChronoUnit.MILLIS),
                    metadata,
                    body instanceof Message ? new Raw(push.contentType(), push.raw()) : null);
            return new InboundEvent(header, body);
        }
    }

    /// Whoever taps an entry of a menu says it too.
    private static List<Content> parts(WeChatPush push) {
        Content content = content(push);
        String tapped = push.isSaid() ? push.get("bizmsgmenuid") : "";
        return tapped.isEmpty()
                ? List.of(content)
                : List.of(
                        content,
                        new Content.SystemEvent(
                                Content.SystemEvent.CARD_CLICK,
                                Map.of("value", tapped, "button", push.get("Content"))));
    }

    private static Content content(WeChatPush push) {
        if (!push.isSaid()) {
            return event(push);
        }
        return switch (push.msgType()) {
            case "text" -> push.get("Content").isEmpty() ? unsupported(push) : new Content.Text(push.get("Content"));
            case "image" -> new Content.Image(Media.external(push.get("MediaId"), push.get("PicUrl")));
            case "voice" -> new Content.Voice(voice(push), 0, push.get("Recognition"));
            case "video", "shortvideo" -> video(push);
            case "location" ->
                new Content.Location(decimal(push, "Location_X"), decimal(push, "Location_Y"), "", push.get("Label"));
            case "link" ->
                push.get("Url").isEmpty()
                        ? unsupported(push)
                        : new Content.Link(push.get("Url"), push.get("Title"), push.get("Description"), null);
            case "miniprogrampage" -> WeChatCardAdapter.miniProgramPage(push);
            default -> unsupported(push);
        };
    }

    /// Of a better voice, with 16,000 samples a second, the id comes before the usual one's.
    private static Media voice(WeChatPush push) {
        String format = push.get("Format");
        String id = (push.get("MediaId16K") + " " + push.require("MediaId")).strip();
        return new Media("", format.isEmpty() ? "" : "audio/" + format, 0, "", id, "");
    }

    private static Content video(WeChatPush push) {
        String thumbnail = push.get("ThumbMediaId");
        return new Content.Video(
                Media.external(push.require("MediaId"), ""),
                0,
                thumbnail.isEmpty() ? null : Media.external(thumbnail, ""));
    }

    private static Content event(WeChatPush push) {
        String type = EVENTS.get(push.event());
        if (type != null) {
            return new Content.SystemEvent(type, details(push));
        }
        String name = push.event().isEmpty() ? push.msgType() : push.event();
        Map<String, String> details = new HashMap<>(details(push));
        details.put("Event", name);
        return new Content.SystemEvent(foreign(name), details);
    }

    /// The platform's name of an event in the form of ours.
    private static String foreign(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        return "wechat." + letters.substring(0, Math.min(letters.length(), LONGEST_NAME));
    }

    private static Content unsupported(WeChatPush push) {
        return new Content.Unsupported(push.msgType(), LegalText.of(new String(push.raw(), StandardCharsets.UTF_8)));
    }

    /// All that an event says beyond who, when and what.
    private static Map<String, String> details(WeChatPush push) {
        return push.fields().entrySet().stream()
                .filter(field -> switch (field.getKey()) {
                    case "ToUserName", "FromUserName", "CreateTime", "MsgType", "Event" -> false;
                    default -> !field.getValue().isBlank();
                })
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static long number(WeChatPush push, String field) {
        try {
            return Long.parseLong(push.require(field).strip());
        } catch (NumberFormatException e) {
            throw new MalformedMessageException(field + " is no whole number", e);
        }
    }

    private static double decimal(WeChatPush push, String field) {
        try {
            return Double.parseDouble(push.require(field).strip());
        } catch (NumberFormatException e) {
            throw new MalformedMessageException(field + " is no number", e);
        }
    }
}
