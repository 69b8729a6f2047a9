package io.omnihub.channel.email;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.send.OutboundAdapter;
import io.omnihub.channel.send.Outgoing;
import io.omnihub.message.Content;
import io.omnihub.message.Copies;
import io.omnihub.message.Media;
import io.omnihub.message.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/// Translates unified messages into mails: all parts of a message are one mail, its files are attached.
final class EmailOutboundAdapter implements OutboundAdapter<EmailReply> {

    private static final long LARGEST = 25L << 20;

    static final Capabilities CAPABILITIES = new Capabilities(
                    Set.of(
                            Content.RichText.class,
                            Content.Image.class,
                            Content.Voice.class,
                            Content.Video.class,
                            Content.File.class,
                            Content.Link.class,
                            Content.Location.class,
                            Content.Card.class,
                            Content.ContactCard.class),
                    Map.of(
                            Content.Image.class, LARGEST,
                            Content.Voice.class, LARGEST,
                            Content.Video.class, LARGEST,
                            Content.File.class, LARGEST),
                    null)
            .with(Set.of(Ability.COPIES));

    @Override
    public Outgoing<EmailReply> toNative(OutboundMessage message) {
        List<String> plain = new ArrayList<>();
        List<String> html = new ArrayList<>();
        List<EmailReply.File> files = new ArrayList<>();
        boolean formed = false;
        for (Content part : message.message().parts()) {
            switch (part) {
                case Content.Text text -> add(plain, html, text.text(), escaped(text.text()));
                case Content.RichText rich -> {
                    formed = true;
                    EmailHtml harmless = EmailHtml.of(rich.html(), Map.of());
                    add(plain, html, EmailHtml.text(rich.html()), harmless.html());
                }
                case Content.Link link -> {
                    formed = true;
                    String title = link.title().isEmpty() ? link.url() : link.title();
                    add(plain, html, title + "\n" + link.url(), link(link.url(), title));
                }
                case Content.Location place -> {
                    String where = (place.name() + " " + place.address()).strip();
                    String said = where + "\n" + place.latitude() + ", " + place.longitude();
                    add(plain, html, said.strip(), escaped(said.strip()));
                }
                case Content.Card card -> {
                    formed = true;
                    card(plain, html, card);
                }
                case Content.ContactCard person -> {
                    String said = String.join("\n", person.name(), person.phone(), person.organisation());
                    add(plain, html, said.strip(), escaped(said.strip()));
                }
                case Content.Image image -> files.add(file(image.media()));
                case Content.Voice voice -> files.add(file(voice.media()));
                case Content.Video video -> files.add(file(video.media()));
                case Content.File file -> files.add(file(file.media()));
                case Content.Sticker sticker -> files.add(file(sticker.media()));
                case Content.SystemEvent _, Content.Unsupported _ ->
                    throw new ChannelRejectedException("not-capable", "there is no mail that could say this");
            }
        }
        if (files.stream().mapToLong(EmailReply.File::size).sum() > LARGEST) {
            throw new ChannelRejectedException("too-large", "the files of a mail may have 25 MB together");
        }
        Copies copies = Copies.of(message.header().facts());
        return new Outgoing<>(
                message,
                List.of(new EmailReply(
                        String.join("\n\n", plain),
                        formed ? "<div>" + String.join("<br><br>", html) + "</div>" : "",
                        files,
                        copies.cc(),
                        copies.bcc())));
    }

    private static void add(List<String> plain, List<String> html, String text, String marked) {
        plain.add(text);
        html.add(marked);
    }

    private static String escaped(String text) {
        return Entities.escape(text).replace("\n", "<br>");
    }

    private static String link(String url, String title) {
        return "<a href=\"" + Entities.escape(url) + "\">" + Entities.escape(title) + "</a>";
    }

    private static void card(List<String> plain, List<String> html, Content.Card card) {
        String fields = card.fields().stream()
                .map(field -> field.name() + ": " + field.value())
                .collect(Collectors.joining("\n"));
        String buttons = card.buttons().stream()
                .filter(button -> !button.url().isEmpty())
                .map(button -> button.label() + ": " + button.url())
                .collect(Collectors.joining("\n"));
        String said = (card.title() + "\n" + fields + "\n" + buttons)
                .replaceAll("\\n{2,}", "\n")
                .strip();
        String links = card.buttons().stream()
                .filter(button -> !button.url().isEmpty())
                .map(button -> link(button.url(), button.label()))
                .collect(Collectors.joining("<br>"));
        add(
                plain,
                html,
                said,
                "<b>" + Entities.escape(card.title()) + "</b><br>" + escaped(fields)
                        + (links.isEmpty() ? "" : "<br>" + links));
    }

    private static EmailReply.File file(Media media) {
        if (!media.isStored()) {
            throw new ChannelRejectedException("not-capable", "a mail can only carry a file that is stored in the hub");
        }
        return new EmailReply.File(media.blob(), media.contentType(), media.fileName(), media.size());
    }
}
