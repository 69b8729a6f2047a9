package io.omnihub.visitor;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Inbox;
import io.omnihub.message.Addresses;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A web site, or an app, whose visitors write to us.
///
/// @param secret  with which its own server signs who its users are; empty where all are anonymous
/// @param origins of its pages
/// @param app     whether it is an app, which sends no `Origin`
/// @param push    by which inbox each kind of device is woken
/// @param tells   whether what wakes a device tells what was said
public record Site(
        Inbox inbox, String secret, Set<String> origins, boolean app, Map<String, InboxId> push, boolean tells) {

    private static final ChannelId WEB = new ChannelId("web");
    private static final ChannelId APP = new ChannelId("app");

    /// As many bytes as HS256 has bits for.
    private static final int SHORTEST_SECRET = 32;

    private static final int MOST_KINDS = 20;
    private static final int MOST_SCHEMES = 20;
    private static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private static final Capabilities EVERYTHING = new Capabilities(
                    Set.of(
                            Content.Image.class,
                            Content.Voice.class,
                            Content.Video.class,
                            Content.File.class,
                            Content.Location.class,
                            Content.Link.class,
                            Content.Card.class,
                            Content.ContactCard.class,
                            Content.Sticker.class,
                            Content.RichText.class),
                    null)
            .with(Set.of(
                    Ability.READ_RECEIPTS,
                    Ability.TYPING,
                    Ability.READ,
                    Ability.EDIT,
                    Ability.RECALL,
                    Ability.BUTTONS));

    public Site {
        origins = Set.copyOf(origins);
        push = Map.copyOf(push);
    }

    static Site of(String id, SiteProperties properties) {
        String path = "omnihub.sites." + id + ".";
        int secret = properties.secret().getBytes(StandardCharsets.UTF_8).length;
        check(path + "secret", secret == 0 || secret >= SHORTEST_SECRET, "must have at least 32 bytes");
        check(path + "origins", properties.app() || !properties.origins().isEmpty(), "must be given");
        Set<String> origins = new HashSet<>();
        for (int i = 0; i < properties.origins().size(); i++) {
            origins.add(origin(path + "origins[" + i + "]", properties.origins().get(i)));
        }
        Inbox inbox = new Inbox(
                new TenantId(properties.tenant()),
                properties.app() ? APP : WEB,
                new InboxId(id),
                properties.name().isEmpty() ? id : properties.name(),
                properties.reopenWindow(),
                Integer.MAX_VALUE,
                EVERYTHING.withSchemes(schemes(path + "schemes", properties)),
                true);
        return new Site(
                inbox,
                properties.secret(),
                origins,
                properties.app(),
                push(path + "push", properties.push()),
                properties.pushText() == SiteProperties.PushText.FULL);
    }

    private static Set<String> schemes(String path, SiteProperties properties) {
        List<String> schemes = properties.schemes();
        check(path, properties.app() || schemes.isEmpty(), "must be an app's, which has app: true");
        check(path, schemes.size() <= MOST_SCHEMES, "must be no more than " + MOST_SCHEMES);
        for (int i = 0; i < schemes.size(); i++) {
            check(
                    path + "[" + i + "]",
                    Addresses.isAppScheme(schemes.get(i)),
                    "must be a scheme of the app's own, such as myshop, in small letters");
        }
        return Set.copyOf(schemes);
    }

    private static Map<String, InboxId> push(String path, Map<String, String> push) {
        check(path, push.size() <= MOST_KINDS, "must be no more than " + MOST_KINDS);
        Map<String, InboxId> inboxes = new HashMap<>();
        push.forEach((kind, inbox) -> {
            check(path + "." + kind, KIND.matcher(kind).matches(), "must be small letters, digits and dashes");
            try {
                inboxes.put(kind, new InboxId(inbox));
            } catch (InvalidMessageException e) {
                check(path + "." + kind, false, e.problem());
            }
        });
        return inboxes;
    }

    /// Whether a request with this `Origin` may come from the site.
    ///
    /// @param origin null where the request has none
    public boolean allows(@Nullable String origin) {
        return origin == null ? app : origins.contains(origin.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return "Site[" + inbox.id() + "]";
    }

    private static String origin(String path, String value) {
        String origin = value.toLowerCase(Locale.ROOT);
        try {
            URI uri = URI.create(origin);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            boolean bare = web
                    && uri.getHost() != null
                    && origin.equals(
                            uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
            check(path, bare, "must be an origin such as https://shop.example.com");
        } catch (IllegalArgumentException _) {
            check(path, false, "must be an origin such as https://shop.example.com");
        }
        return origin;
    }

    private static void check(String name, boolean right, String problem) {
        if (!right) {
            throw new IllegalStateException(name + " " + problem);
        }
    }
}
