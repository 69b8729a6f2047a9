package io.omnihub.record;

import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.ContentTypes;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.declared.DeclaredChannels;
import io.omnihub.channel.http.PlatformBody;
import io.omnihub.channel.http.PlatformHttp;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Fetches pictures of records for agents, whose browsers ask no other host: from the hosts alone that the source's
/// file names, a few at a time, and none that is large or slow.
final class RecordPictures implements AutoCloseable {

    private static final String HOSTS = "picture-hosts";
    /// How many bytes one may have.
    static final int LARGEST = 1 << 20;

    private static final int AT_ONCE = 8;
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Inboxes inboxes;
    private final DeclaredChannels channels;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final PlatformHttp http = new PlatformHttp("the host of pictures", DEADLINE);

    RecordPictures(Inboxes inboxes, DeclaredChannels channels) {
        this.inboxes = inboxes;
        this.channels = channels;
    }

    /// Whether the record's source lets its picture be fetched.
    boolean has(TenantId tenant, Records.Kept kept) {
        return address(tenant, kept).isPresent();
    }

    /// Empty where there is none, or it can't be had now.
    Optional<byte[]> of(TenantId tenant, Records.Kept kept) {
        URI address = address(tenant, kept).orElse(null);
        if (address == null || !free.tryAcquire()) {
            return Optional.empty();
        }
        try (PlatformBody body = http.open(HttpRequest.newBuilder(address).build(), LARGEST)) {
            return Optional.of(body.bytes()).filter(bytes -> ContentTypes.isPicture(ContentTypes.of(bytes)));
        } catch (ChannelUnavailableException | ChannelRejectedException _) {
            return Optional.empty();
        } finally {
            free.release();
        }
    }

    @Override
    public void close() {
        http.close();
    }

    private Optional<URI> address(TenantId tenant, Records.Kept kept) {
        String picture = kept.record().picture();
        if (picture.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI address = URI.create(picture);
            return hosts(tenant, new InboxId(kept.source()))
                    .filter(hosts -> address.getUserInfo() == null
                            && Arrays.asList(hosts.split("[,\\s]+", -1)).contains(address.getAuthority()))
                    .map(_ -> address);
        } catch (InvalidMessageException e) {
            throw new IllegalStateException("a record whose source is no inbox", e);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<String> hosts(TenantId tenant, InboxId source) {
        return inboxes.find(tenant, source)
                .map(Inbox::channel)
                .flatMap(channel -> channels.find(channel, source.value()))
                .map(inbox -> inbox.account().properties().get(HOSTS));
    }
}
