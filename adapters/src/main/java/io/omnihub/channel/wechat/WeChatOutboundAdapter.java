package io.omnihub.channel.wechat;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.send.Abilities;
import io.omnihub.channel.send.OutboundAdapter;
import io.omnihub.channel.send.Outgoing;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import io.omnihub.channel.wechat.WeChatProperties.Kind;
import io.omnihub.message.Content;
import io.omnihub.message.Media;
import io.omnihub.message.OutboundMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.HtmlUtils;

/// Translates unified messages into what WeChat can send; a message of several parts becomes several of WeChat's.
final class WeChatOutboundAdapter implements OutboundAdapter<WeChatReply> {

    static final Duration REPLY_WINDOW = Duration.ofDays(2);

    /// What an official account can send, and for how long after the customer's last message.
    static final Capabilities CAPABILITIES = new Capabilities(
                    Set.of(
                            Content.Image.class,
                            Content.Voice.class,
                            Content.Video.class,
                            Content.Link.class,
                            Content.Card.class,
                            Content.RichText.class),
                    Map.of(
                            Content.Image.class, DataSize.ofMegabytes(10).toBytes(),
                            Content.Voice.class, DataSize.ofMegabytes(2).toBytes(),
                            Content.Video.class, DataSize.ofMegabytes(10).toBytes()),
                    REPLY_WINDOW)
            .with(Abilities.of(WeChatSender.class))
            .with(Set.of(Ability.BUTTONS, Ability.TEMPLATES));

    /// What a mini-program can send.
    static final Capabilities MINI_PROGRAM = new Capabilities(
                    Set.of(Content.Image.class, Content.Link.class, Content.Card.class, Content.RichText.class),
                    Map.of(Content.Image.class, DataSize.ofMegabytes(2).toBytes()),
                    REPLY_WINDOW)
            .with(Abilities.of(WeChatSender.class))
            .with(Set.of(Ability.TEMPLATES));

    private static final long LARGEST_THUMB = DataSize.ofKilobytes(64).toBytes();

    /// Our own code for what WeChat has no message for.
    private static final String NOT_CAPABLE = "not-capable";

    private final ChannelInboxes<Account> inboxes;

    WeChatOutboundAdapter(ChannelInboxes<Account> inboxes) {
        this.inboxes = inboxes;
    }

    @Override
    public Outgoing<WeChatReply> toNative(OutboundMessage message) {
        return toNative(message, inboxes.get(message.inbox().value()).account());
    }

    /// A text longer than WeChat takes becomes several.
    ///
    /// @throws ChannelRejectedException where WeChat has no message for a part, or takes not so many in a row
    static Outgoing<WeChatReply> toNative(OutboundMessage message, Account account) {
        List<WeChatReply> replies = message.message().parts().stream()
                .map(part -> reply(part, account))
                .toList();
        Outgoing<WeChatReply> outgoing = new Outgoing<>(message, replies, account.textLimit());
        long left = outgoing.left().stream()
                .filter(call -> !(call.content() instanceof WeChatReply.Template))
                .count();
        if (left > account.mostReplies()) {
            throw new ChannelRejectedException(
                    "too-long",
                    "it would be " + left + " messages, and WeChat takes no more than " + account.mostReplies()
                            + " in a row");
        }
        return outgoing;
    }

    private static WeChatReply reply(Content content, Account account) {
        boolean mini = account.kind() == Kind.MINI_PROGRAM;
        return switch (content) {
            case Content.Text text -> text(text.text());
            case Content.Card card -> WeChatCardAdapter.reply(card, mini);
            case Content.RichText rich -> text(plain(rich.html()));
            case Content.Image image -> new WeChatReply.Image(upload("image", image.media()));
            case Content.Voice _ when mini -> throw notCapable("voices of a mini-program");
            case Content.Video _ when mini -> throw notCapable("videos of a mini-program");
            case Content.Voice voice -> new WeChatReply.Voice(upload("voice", voice.media()));
            case Content.Video video ->
                new WeChatReply.Video(upload("video", video.media()), thumbnail(video.thumbnail()));
            case Content.Link link -> link(link, mini);
            case Content.File _ -> throw notCapable("files");
            case Content.Location _ -> throw notCapable("locations");
            case Content.ContactCard _ -> throw notCapable("contact cards");
            case Content.Sticker _ -> throw notCapable("stickers");
            case Content.SystemEvent _ -> throw notCapable("system events");
            case Content.Unsupported _ -> throw notCapable("content of an unknown kind");
        };
    }

    /// Control characters would be sent as escapes, which WeChat shows as they are.
    static WeChatReply text(String text) {
        String shown = text.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
        if (shown.isBlank()) {
            throw new ChannelRejectedException(NOT_CAPABLE, "WeChat can't send a text without any letter");
        }
        return new WeChatReply.Text(shown);
    }

    private static WeChatReply link(Content.Link link, boolean mini) {
        String title = link.title().isBlank() ? link.url() : link.title();
        String picture = link.picture() == null ? "" : link.picture().url();
        return mini
                ? new WeChatReply.Link(title, link.description(), link.url(), picture)
                : new WeChatReply.News(title, link.description(), link.url(), picture);
    }

    /// A film goes without one that is too large.
    private static WeChatReply.Upload thumbnail(@Nullable Media thumbnail) {
        return thumbnail != null && thumbnail.isStored() && thumbnail.size() <= LARGEST_THUMB
                ? upload("thumb", thumbnail)
                : WeChatReply.Upload.NONE;
    }

    static WeChatReply.Upload upload(String type, Media media) {
        if (!media.isStored()) {
            throw new ChannelRejectedException(NOT_CAPABLE, "WeChat can only send a file that is stored in the hub");
        }
        return new WeChatReply.Upload(type, media.blob(), media.contentType());
    }

    /// The words of sanitised HTML, its blocks as lines.
    private static String plain(String html) {
        String lines = html.replaceAll("(?i)<br\\s*/?>|</(p|div|li|tr|h[1-6]|blockquote)>", "\n");
        return HtmlUtils.htmlUnescape(lines.replaceAll("<[^>]*>", "")).strip();
    }

    static ChannelRejectedException notCapable(String what) {
        return new ChannelRejectedException(NOT_CAPABLE, "WeChat can't send " + what);
    }
}
