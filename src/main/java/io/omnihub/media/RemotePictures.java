package io.omnihub.media;

import io.omnihub.channel.ContentTypes;
import io.omnihub.log.LogReader;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.Message;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
import io.omnihub.outside.PublicHttp;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/// Fetches pictures that formatted texts of contacts name and that lie elsewhere, for agents who ask for them: their
/// owner learns the hub's address and not the agent's. Nothing else is fetched than what an entry names, and behind a
/// wall of its own: what administrators opened for calls of theirs is not open to strangers.
final class RemotePictures implements AutoCloseable {

    private static final int LARGEST = 2 << 20;

    /// Of all tenants, and of one.
    private static final int AT_ONCE = 32;

    private static final int OF_ONE = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final int HTTPS = 443;
    private static final int PRIVILEGED = 1_023;
    private static final int LAST_PORT = 65_535;
    private static final Pattern NAMED = Pattern.compile("data-remote=\"([^\"]*)\"");

    private final Database database;
    private final LogReader log;
    private final PublicHttp http;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Map<TenantId, Semaphore> ofOne = new ConcurrentHashMap<>();

    RemotePictures(Database database, LogReader log, PublicHttp http) {
        this.database = database;
        this.log = log;
        this.http = http;
    }

    /// Empty where the part names no such picture, or it can't be had.
    ///
    /// @throws ProblemException where too many are being fetched
    Optional<byte[]> find(TenantId tenant, ConversationId conversation, long sequence, int part, String address) {
        return database.read(Tenants.of(tenant), tx -> log.find(tx, tenant, conversation, sequence))
                .filter(entry -> names(entry, part, address))
                .flatMap(_ -> address(address))
                .flatMap(found -> fetch(ofOne.computeIfAbsent(tenant, _ -> new Semaphore(OF_ONE)), found));
    }

    @Override
    public void close() {
        http.close();
    }

    private static boolean names(Entry entry, int part, String address) {
        if (entry.sender().kind() != Sender.Kind.CONTACT || !(entry.change() instanceof Message message)) {
            return false;
        }
        List<Content> parts = message.parts();
        if (part < 0 || part >= parts.size() || !(parts.get(part) instanceof Content.RichText text)) {
            return false;
        }
        Matcher named = NAMED.matcher(text.html());
        while (named.find()) {
            if (HtmlUtils.htmlUnescape(named.group(1)).equals(address)) {
                return true;
            }
        }
        return false;
    }

    /// By TLS where no port says otherwise: most hosts that are named without it have it.
    private static Optional<URI> address(String written) {
        try {
            URI address = new URI(written);
            String scheme = address.getScheme();
            if (address.getHost() == null || address.getRawUserInfo() != null) {
                return Optional.empty();
            }
            if ("http".equalsIgnoreCase(scheme) && address.getPort() < 0) {
                return Optional.of(new URI("https" + written.substring(scheme.length())));
            }
            return Optional.of(address)
                    .filter(_ -> "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
                    .filter(each -> isOpen(each.getPort()));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// Whether a server of pages may be there.
    private static boolean isOpen(int port) {
        return port == -1 || port == HTTPS || (port > PRIVILEGED && port <= LAST_PORT);
    }

    private Optional<byte[]> fetch(Semaphore own, URI address) {
        boolean mine = false;
        boolean whole = false;
        try {
            mine = own.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS);
            whole = mine && free.tryAcquire();
            if (!whole) {
                throw ProblemException.tooMany("Too many pictures are being fetched; wait a little.", PATIENCE);
            }
            return Optional.of(http.get(address, PATIENCE, LARGEST))
                    .filter(bytes -> ContentTypes.isPicture(ContentTypes.of(bytes)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } finally {
            if (whole) {
                free.release();
            }
            if (mine) {
                own.release();
            }
        }
    }
}
