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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        return sendable(due, said, plan(due, said));
    }

    /// The same, as the first try has settled it.
    List<Content> sendable(Errand due, List<Content> said, Plan plan) {
        List<Content> parts = new ArrayList<>(said);
        for (int part = 0; part < parts.size(); part++) {
            if (plan.linked().contains(part)) {
                parts.set(part, linked(due, parts.get(part), part));
            }
        }
        return parts;
    }

    /// What its channel settles now.
    Plan plan(Errand due, List<Content> said) {
        return Plan.of(
                inboxes.find(due.tenant(), due.inbox()).map(Inbox::capabilities).orElse(null), said);
    }

    static Set<Integer> unsendable(Capabilities can, List<Content> said) {
        return IntStream.range(0, said.size())
                .filter(part -> !can.sends(said.get(part)))
                .boxed()
                .collect(Collectors.toSet());
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
