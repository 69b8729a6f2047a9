package io.omnihub.delivery;

import io.omnihub.channel.Capabilities;
import io.omnihub.channel.ContentTypes;
import io.omnihub.channel.FileLinks;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.errand.Errand;
import io.omnihub.message.Content;
import io.omnihub.message.Media;
import java.util.ArrayList;
import java.util.List;

/// Puts a text with a link in the place of each file that the channel can't send, by its kind or its size.
final class LinkedFiles {

    private final Inboxes inboxes;
    private final FileLinks links;

    LinkedFiles(Inboxes inboxes, FileLinks links) {
        this.inboxes = inboxes;
        this.links = links;
    }

    /// Parts of the entry that is due as its channel can send them. What has no link stays, and the channel says no.
    List<Content> sendable(Errand due, List<Content> said) {
        Capabilities can =
                inboxes.find(due.tenant(), due.inbox()).map(Inbox::capabilities).orElse(null);
        if (can == null || said.stream().allMatch(can::sends)) {
            return said;
        }
        List<Content> parts = new ArrayList<>(said);
        for (int part = 0; part < parts.size(); part++) {
            if (!can.sends(parts.get(part))) {
                parts.set(part, linked(due, parts.get(part), part));
            }
        }
        return parts;
    }

    private Content linked(Errand due, Content content, int part) {
        DeliveryId id = DeliveryId.of(due.id());
        return Media.of(content)
                .filter(Media::isStored)
                .flatMap(media -> links.link(due.tenant(), id.conversation(), id.sequence(), part)
                        .<Content>map(link -> new Content.Text(name(media) + "\n" + link)))
                .orElse(content);
    }

    private static String name(Media media) {
        return media.fileName().isEmpty() ? "media." + ContentTypes.ending(media.contentType()) : media.fileName();
    }
}
