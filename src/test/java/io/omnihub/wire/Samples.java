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
import io.omnihub.message.Media;
import io.omnihub.message.MediaStored;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Raw;
import io.omnihub.message.Reaction;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.message.SessionChange;
import io.omnihub.message.SessionId;
import io.omnihub.message.SessionStatus;
import io.omnihub.message.TenantId;
import io.omnihub.message.Typing;
import io.omnihub.message.Visibility;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One sample of every kind of event, command, content and change, by the name of its file. Samples are added, never
/// changed: the stored bytes of version 1 hold them.
final class Samples {

    private static final Media PHOTO = Media.stored("0f".repeat(32), "image/jpeg", 48_211, "照片.jpg");
    private static final Media REMOTE = Media.external("media-id-1", "https://platform.example/media/1");
    private static final MessageRef EARLIER = MessageRef.external("23456789012345678");
    private static final Instant SENT = Instant.parse("2026-03-01T08:00:00.000Z");

    private Samples() {}

    static Map<String, Content> contents() {
        return Map.ofEntries(
                Map.entry("text", new Content.Text("你好,什么时候发货?👩‍👩‍👧 <b> \"x\"")),
                Map.entry("image", new Content.Image(PHOTO)),
                Map.entry("voice", new Content.Voice(REMOTE, 7, "在吗")),
                Map.entry("video", new Content.Video(REMOTE, 15, PHOTO)),
                Map.entry("file", new Content.File(PHOTO)),
                Map.entry("location", new Content.Location(31.2304, 121.4737, "人民广场", "上海市黄浦区")),
                Map.entry("link", new Content.Link("https://shop.example/p/1", "杯子", "350 ml", PHOTO)),
                Map.entry(
                        "card",
                        new Content.Card(
                                "订单 20260301",
                                List.of(new Content.Card.Field("状态", "已发货")),
                                List.of(new Content.Card.Button("查看", "https://shop.example/o/1")),
                                PHOTO)),
                Map.entry("contact-card", new Content.ContactCard("李雷", "+8613800000000", "示例公司")),
                Map.entry("sticker", new Content.Sticker(REMOTE)),
                Map.entry("rich-text", new Content.RichText("<p>Hello</p>")),
                Map.entry("system-event", new Content.SystemEvent("scan", Map.of("scene", "qr-7", "ticket", ""))),
                Map.entry("unsupported", new Content.Unsupported("poll", "<xml/>")));
    }

    static Map<String, Body> bodies() {
        Map<String, Body> bodies = new TreeMap<>();
        contents().forEach((name, part) -> bodies.put("message-" + name, Message.of("id-" + name, part)));
        List<Content> parts = List.of(new Content.Text("看图"), new Content.Image(PHOTO));
        bodies.put("message", new Message("", parts, EARLIER));
        bodies.put("edit", new Edit(EARLIER, parts));
        bodies.put("recall", new Recall(EARLIER));
        bodies.put("reaction", new Reaction(EARLIER, "👍", true));
        bodies.put("receipt", new Receipt(EARLIER, Receipt.State.FAILED, "42", "45015", "reply window closed"));
        bodies.put("read-mark", new ReadMark(MessageRef.of(9_007_199_254_740_991L)));
        bodies.put("typing", new Typing("我想"));
        bodies.put("contact-change", new ContactChange("韩梅梅", "zh-CN", Map.of("city", "上海", "vip", "")));
        bodies.put("reply", new Command.Reply(parts, MessageRef.of(7), 3));
        bodies.put("note", new Command.Note(parts, 0));
        bodies.put("assign", new Command.Assign("ada", 3));
        bodies.put("pend", new Command.Pend(4));
        bodies.put("resolve", new Command.Resolve(5));
        bodies.put("reopen", new Command.Reopen(6));
        bodies.put("label", new Command.Label(Set.of("退款", "vip"), Set.of("new"), 7));
        bodies.put("attach-media", new Command.AttachMedia(EARLIER, 1, PHOTO));
        bodies.put("edit-message", new Command.EditMessage(12, List.of(new Content.Text("On its way"))));
        bodies.put("recall-message", new Command.RecallMessage(12));
        bodies.put("erase", new Command.Erase(12));
        return bodies;
    }

    static Map<String, Change> changes() {
        Map<String, Change> changes = new TreeMap<>();
        bodies().forEach((name, body) -> {
            if (body instanceof Change change && !name.startsWith("message-")) {
                changes.put(name, change);
            }
        });
        changes.put(
                "session",
                new SessionChange(
                        new SessionId("s-1"),
                        SessionChange.Cause.LABELLED,
                        SessionStatus.PENDING,
                        "ada",
                        Set.of("vip", "退款"),
                        8));
        changes.put("media-stored", new MediaStored(MessageRef.of(7), 0, PHOTO));
        changes.put("erased", new Erased(7));
        return changes;
    }

    static InboundEvent event(Body body) {
        return new InboundEvent(
                new Header(
                        TenantId.DEFAULT,
                        new ChannelId("wechat"),
                        new InboxId("shop"),
                        Direction.INBOUND,
                        "oLVPpjqs9BhvzwPj5A",
                        "oLVPpjqs9BhvzwPj5A",
                        "message:23456789012345679",
                        new Sender(Sender.Kind.CONTACT, "oLVPpjqs9BhvzwPj5A", "韩梅梅"),
                        SENT,
                        SENT.plusMillis(123),
                        Map.of("route", "wechat", "attempt", "2"),
                        new Raw("text/xml", "<xml>…</xml>".getBytes(StandardCharsets.UTF_8))),
                body);
    }

    static Entry entry(Change change) {
        return new Entry(
                1,
                4_711,
                TenantId.DEFAULT,
                new ChannelId("wechat"),
                new InboxId("shop"),
                new ConversationId("0195f0a0-0000-8000-8000-000000000001"),
                12,
                11,
                Visibility.AGENTS,
                Direction.OUTBOUND,
                Sender.agent("ada"),
                SENT,
                SENT.plusMillis(123),
                true,
                Map.of("route", "wechat"),
                change,
                "");
    }
}
