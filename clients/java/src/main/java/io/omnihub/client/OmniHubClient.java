package io.omnihub.client;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/// One user's conversation with the agents: what is said comes to the [Listener] once and in order, also what came
/// while the app was away; what is written here reaches the hub once and in order, however often the connection
/// breaks and the app is started again.
///
/// ```java
/// OmniHubClient client = OmniHubClient.builder("https://hub.example.com", "mobile")
///         .store(new FileStore(folder))
///         .user(me.id(), () -> myServer.tokenOfOmniHub())
///         .listener(listener)
///         .build();
/// client.start(); client.send("Where is my order?");
/// ```
///
/// Methods that say that they wait for the hub must not be called by the thread that draws; all others return at once
/// and may be called by any.
public final class OmniHubClient implements AutoCloseable {

    private static final int PAGE = 50;
    private static final int UNAUTHORISED = 4401;
    private static final int UNAUTHORISED_HTTP = 401;
    private static final int CONFLICT_HTTP = 409;
    private static final int LONGEST_PREVIEW = 500;

    /// Under this name the store keeps which device it is, and its registration waits.
    private static final String DEVICE = "device";

    private static final long PATIENCE = 10;
    private static final long PATIENCE_HTTP = 30;

    private final String site;
    private final String hub;
    private final @Nullable String gateway;
    private final @Nullable OkHttpClient own;
    private final Http http;

    /// What the hub takes of those alone who have said something. Whoever calls the hub for any of it holds its lock,
    /// so that what was asked for last is what holds.
    private final Map<String, Order> later = new LinkedHashMap<>();

    private final Map<String, String> context = new LinkedHashMap<>();
    private final Store store;
    private final Identity identity;
    private final Listener listener;
    private final Loop loop = new Loop();
    private final ExecutorService asking = thread("omnihub-asking");

    /// Not the one that connects, which must not wait for whoever holds the lock of what is done later.
    private final ExecutorService afterwards = thread("omnihub-later");

    private final Outbox outbox;
    private final Connection connection;
    private final Following following;

    private String conversation;
    private String epoch;
    private Map<String, @Nullable Object> asked = Collections.emptyMap();
    private volatile Position position;
    private volatile List<Unsent> unsent = Collections.emptyList();

    private OmniHubClient(Builder builder) {
        OkHttpClient own = builder.http == null ? ownHttp() : null;
        OkHttpClient okHttp = own == null ? builder.http : own;
        HttpUrl base = HttpUrl.get(builder.hub);
        this.own = own;
        this.site = builder.site;
        this.hub = builder.hub;
        this.gateway = builder.gateway;
        this.http = new Http(okHttp, base);
        this.store = builder.store;
        this.identity = new Identity(http, site, builder.user, builder.store, "visitor." + shelf(builder));
        this.listener = new GuardedListener(builder.listener);
        this.following = new Following(listener::entry);
        this.outbox = new Outbox(loop, new Shelf(builder.store, shelf(builder)), new Told());
        this.connection = new Connection(loop, asking, okHttp, builder.encoding, outbox, new Talk());
        this.position = builder.after;
        this.epoch = builder.after.epoch();
        this.conversation = builder.after.conversation();
        if (builder.after.sequence() > 0) {
            following.after(builder.after.sequence());
        }
        loop.now(outbox::restore);
    }

    /// @param hub  where the hub is called, such as `https://hub.example.com`
    /// @param site the key of the app or site, as in `omnihub.sites`
    /// @throws IllegalArgumentException where the address is none
    public static Builder builder(String hub, String site) {
        return new Builder(hub, site);
    }

    /// Connects, and stays so.
    public void start() {
        loop.now(connection::connect);
    }

    /// Says something.
    ///
    /// @return its client id: [Listener#stored], [Listener#unsent] and [Entry#clientId] name it
    public String send(String text) {
        return send(Collections.singletonList(Part.text(text)));
    }

    /// Says something in several parts.
    public String send(List<Part> parts) {
        String clientId = Ids.next();
        List<Part> said = new ArrayList<>(parts);
        loop.now(() -> outbox.add(clientId, said));
        return clientId;
    }

    /// Takes a file to the hub, so that a message may have it as a part; a part that no message has within half an
    /// hour is no longer good. Waits for the hub.
    ///
    /// @param contentType such as `image/jpeg`
    /// @throws ApiException where the hub does not take it
    public Part upload(File file, String contentType, UploadProgress progress) throws IOException {
        String blob = asking(token -> http.upload(token, file, contentType, progress));
        String type = contentType.startsWith("image/") ? "image" : contentType.startsWith("video/") ? "video" : "file";
        return Part.media(type, blob, file.getName());
    }

    /// Fetches what an entry shows. Waits for the hub.
    ///
    /// @param part counted from 0
    public void download(Entry entry, int part, OutputStream out) throws IOException {
        ordering(token -> http.download(token, entry.sequence(), part, out));
    }

    /// Presses a button of a card that the user was sent. Each button of a card counts once, however often it is
    /// pressed. Waits for the hub.
    ///
    /// @param part  which one of the entry, from 0
    /// @param value of the button
    /// @throws ApiException where the card, or the record that it shows, has no such button any more (404)
    public void press(Entry entry, int part, String value) throws IOException {
        ordering(token -> http.press(token, entry.sequence(), part, value));
    }

    /// How the record of a card stood that the user was sent: the `tone` of its state, which is the card's first
    /// field, and its `steps`, as docs/api.md of the hub shows them. A card whose metadata names a `change` has a
    /// record. Waits for the hub.
    ///
    /// @param part which one of the entry, from 0
    /// @throws ApiException where it has none, or that is kept no more (404)
    public Map<String, @Nullable Object> record(Entry entry, int part) throws IOException {
        return asking(token -> http.record(token, entry.sequence(), part));
    }

    /// What was said before an entry, the earliest first. Waits for the hub.
    ///
    /// @param limit 100 at most
    public List<Entry> before(long sequence, int limit) throws IOException {
        return asking(token -> http.before(token, sequence, limit));
    }

    /// Has this device woken when something is said to the user while the app is not open. Call it at each start, and
    /// whenever the platform gives the device another token. Waits for the hub. Of a user who has said nothing yet
    /// it is done once the first message is stored.
    ///
    /// @param kind   by what it is woken, as the hub's `omnihub.sites.*.push` names it, such as `fcm`
    /// @param token  by which that knows the device
    /// @param app    which app it is, for Apple the bundle's id; empty where it needs no name
    /// @param locale the language in which it is told that there is a message, such as `zh-CN`
    public void registerDevice(String kind, String token, String app, String locale) throws IOException {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("kind", kind);
        facts.put("token", token);
        facts.put("app", app);
        facts.put("locale", locale);
        nowOrLater(DEVICE, known -> http.register(known, device(), facts));
    }

    /// Has this device woken no more: at the logout. Waits for the hub.
    public void unregisterDevice() throws IOException {
        // After a registration that is under way, which else would come last.
        synchronized (later) {
            later.remove(DEVICE);
            ordering(known -> http.unregister(known, device()));
        }
    }

    /// Tells agents of the app, such as its `version`, `platform` and `screen`: what is given changes, an empty text
    /// removes one. Waits for the hub. Of a user who has said nothing yet it is done once the first message is
    /// stored.
    public void context(Map<String, String> facts) throws IOException {
        synchronized (later) {
            context.putAll(facts);
            Map<String, String> all = new LinkedHashMap<>(context);
            nowOrLater("context", known -> http.context(known, all));
        }
    }

    private void nowOrLater(String what, Order order) throws IOException {
        synchronized (later) {
            try {
                ordering(order);
                later.remove(what);
            } catch (ApiException e) {
                if (e.status() != CONFLICT_HTTP) {
                    throw e;
                }
                later.put(what, order);
            }
        }
    }

    /// There is a conversation: what had to wait for it is done. What fails waits for the next message.
    private void doLater() {
        if (!afterwards.isShutdown()) {
            afterwards.execute(this::doAllLater);
        }
    }

    private void doAllLater() {
        // Whoever is refused at this moment has put down first what he wants.
        synchronized (later) {
            for (Order order : new ArrayList<>(later.values())) {
                try {
                    ordering(order);
                    later.values().remove(order);
                } catch (IOException e) {
                    // It stays.
                }
            }
        }
    }

    private synchronized String device() throws IOException {
        String kept = store.all().get(DEVICE);
        if (kept != null) {
            return kept;
        }
        String made = UUID.randomUUID().toString();
        store.put(DEVICE, made);
        return made;
    }

    /// Sends once more what has failed, as the last.
    public void again(String clientId) {
        loop.now(() -> {
            outbox.again(clientId);
            unsent = Collections.unmodifiableList(outbox.all());
        });
    }

    /// Gives up what has failed.
    public void discard(String clientId) {
        loop.now(() -> {
            outbox.discard(clientId);
            unsent = Collections.unmodifiableList(outbox.all());
        });
    }

    /// All that is not yet known to be stored, as it was a moment ago.
    public List<Unsent> unsent() {
        return unsent;
    }

    /// Up to where entries were told: kept by an app that keeps entries, and given to [Builder#after].
    public Position position() {
        return position;
    }

    /// Says that the user types.
    ///
    /// @param preview what was typed, which agents see; empty where the user stopped
    public void typing(String preview) {
        Map<String, @Nullable Object> frame = frame("typing");
        if (preview.isEmpty()) {
            frame.put("stopped", true);
        } else {
            frame.put("preview", preview.substring(0, Math.min(preview.length(), LONGEST_PREVIEW)));
        }
        loop.now(() -> connection.tell(frame));
    }

    /// Says that everything up to an entry was read.
    public void read(long sequence) {
        Map<String, @Nullable Object> frame = frame("read");
        frame.put("upTo", sequence);
        loop.now(() -> connection.tell(frame));
    }

    /// The network is another, or the app is seen again: a connection that only seems to stand is left.
    public void wake() {
        loop.now(connection::wake);
    }

    /// Ends the connection, once what was written is in the store; what is unsent stays there.
    @Override
    public void close() {
        loop.now(() -> {
            connection.stop();
            outbox.stop();
            asking.shutdown();
            afterwards.shutdown();
        });
        loop.stop();
        if (own != null) {
            own.dispatcher().executorService().shutdown();
            own.connectionPool().evictAll();
        }
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    private static OkHttpClient ownHttp() {
        return new OkHttpClient.Builder()
                .readTimeout(PATIENCE_HTTP, TimeUnit.SECONDS)
                .writeTimeout(PATIENCE_HTTP, TimeUnit.SECONDS)
                .build();
    }

    private interface Question<A> {
        A ask(String token) throws IOException;
    }

    /// A question whose answer says nothing.
    private interface Order {
        void give(String token) throws IOException;
    }

    private void ordering(Order order) throws IOException {
        asking(token -> {
            order.give(token);
            return "";
        });
    }

    private <A> A asking(Question<A> question) throws IOException {
        try {
            return question.ask(identity.known().token);
        } catch (ApiException e) {
            if (e.status() != UNAUTHORISED_HTTP) {
                throw e;
            }
            identity.renew();
            return question.ask(identity.known().token);
        }
    }

    private static Map<String, @Nullable Object> frame(String type) {
        Map<String, @Nullable Object> frame = new LinkedHashMap<>();
        frame.put("type", type);
        return frame;
    }

    /// A name of letters and digits for whoever writes.
    private static String shelf(Builder builder) {
        String writer = builder.site + "/" + (builder.userName == null ? "" : builder.userName);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(writer.getBytes(StandardCharsets.UTF_8));
            StringBuilder name = new StringBuilder();
            for (int i = 0; i < 16; i++) {
                name.append(String.format("%02x", hash[i]));
            }
            return name.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String address() throws IOException {
        if (gateway != null) {
            return gateway + "/ws/visitor";
        }
        Map<String, @Nullable Object> told = Json.object(http.site(site).get("gateway"));
        String url = Json.string(told.get("url"));
        if (!url.isEmpty()) {
            return (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/ws/visitor";
        }
        HttpUrl base = HttpUrl.get(hub);
        String host = base.host().indexOf(':') < 0 ? base.host() : "[" + base.host() + "]";
        return (base.isHttps() ? "wss://" : "ws://") + host + ":" + Json.number(told.get("port")) + "/ws/visitor";
    }

    private void begins() {
        following.forget();
        epoch = "";
        asked = Collections.emptyMap();
        listener.begins();
    }

    private void fetch(String which, long sequence) {
        Map<String, @Nullable Object> frame = frame("fetch");
        frame.put(which, sequence);
        frame.put("limit", PAGE);
        // Not the same twice, while the answer is awaited.
        if (!frame.equals(asked) && connection.tell(frame)) {
            asked = frame;
        }
    }

    private void catchUp() {
        if (following.hasBegun() && following.isBehind()) {
            fetch("after", following.last());
        }
    }

    /// What the outbox tells goes on to the app, and what is unsent is known to any thread.
    private final class Told implements Listener {

        @Override
        public void unsent(Unsent each) {
            unsent = Collections.unmodifiableList(outbox.all());
            listener.unsent(each);
        }

        @Override
        public void stored(String clientId, long sequence) {
            unsent = Collections.unmodifiableList(outbox.all());
            doLater();
            listener.stored(clientId, sequence);
        }
    }

    private final class Talk implements Connection.User {

        @Override
        public Connection.Opening opening() throws Exception {
            String url = address();
            Identity.Known known = identity.known();
            // Where the conversation stands the loop alone knows.
            FutureTask<Map<String, @Nullable Object>> hello = new FutureTask<>(() -> hello(known));
            loop.now(hello);
            return new Connection.Opening(url, hello.get(PATIENCE, TimeUnit.SECONDS));
        }

        private Map<String, @Nullable Object> hello(Identity.Known known) {
            // An anonymous user whom the hub no longer knows has another conversation.
            if (!conversation.isEmpty() && !conversation.equals(known.conversation)) {
                begins();
            }
            conversation = known.conversation;
            Map<String, @Nullable Object> frame = OmniHubClient.frame("hello");
            frame.put("token", known.token);
            if (!epoch.isEmpty() && following.hasBegun()) {
                frame.put("epoch", epoch);
                frame.put("after", following.last());
            }
            return frame;
        }

        @Override
        public void state(ConnectionState state, int code) {
            if (code == UNAUTHORISED) {
                identity.renew();
            }
            listener.connection(state);
        }

        @Override
        public void frame(Map<String, @Nullable Object> frame) {
            switch (Json.string(frame.get("type"))) {
                case "welcome":
                    welcome(frame);
                    break;
                case "acknowledged":
                    outbox.acknowledged(Json.string(frame.get("clientId")), Json.number(frame.get("sequence")));
                    break;
                case "refused":
                    Problem problem =
                            new Problem(Json.string(frame.get("code")), Json.string(frame.get("reason")), false);
                    outbox.refused(Json.string(frame.get("clientId")), problem);
                    break;
                case "busy":
                    outbox.busy(Json.string(frame.get("clientId")), Json.number(frame.get("retryAfter")));
                    break;
                case "entry":
                    following.take(new Entry(Json.object(frame.get("entry"))));
                    moved();
                    break;
                case "entries":
                    entries(frame);
                    break;
                case "heartbeat":
                    asked = Collections.emptyMap();
                    for (Object last : Json.object(frame.get("last")).values()) {
                        following.reaches(Json.number(last));
                    }
                    catchUp();
                    break;
                case "typing":
                    listener.typing(
                            Json.string(Json.object(frame.get("sender")).get("name")),
                            Boolean.TRUE.equals(frame.get("stopped")));
                    break;
                case "presence":
                    listener.agents("online".equals(frame.get("state")));
                    break;
                default:
                // Of a later hub.
            }
        }

        private void welcome(Map<String, @Nullable Object> frame) {
            asked = Collections.emptyMap();
            String now = Json.string(frame.get("epoch"));
            if (!epoch.isEmpty() && !epoch.equals(now)) {
                begins();
            }
            boolean caughtUp = !epoch.isEmpty() && following.hasBegun();
            epoch = now;
            long last = Json.number(frame.get("last"));
            following.reaches(last);
            if (!following.hasBegun()) {
                if (last == 0) {
                    following.after(0);
                } else {
                    fetch("before", last + 1);
                }
            }
            position = new Position(epoch, conversation, following.last());
            if (!caughtUp) {
                catchUp();
            }
        }

        private void entries(Map<String, @Nullable Object> frame) {
            List<Entry> entries = new ArrayList<>();
            for (Map<String, @Nullable Object> entry : Json.objects(frame.get("entries"))) {
                entries.add(new Entry(entry));
            }
            long before = following.last();
            following.takePage(entries, Boolean.TRUE.equals(frame.get("more")));
            // The same is not asked for at once where the answer brought nothing.
            asked = following.last() > before ? Collections.emptyMap() : asked;
            moved();
        }

        private void moved() {
            position = new Position(epoch, conversation, following.last());
            catchUp();
        }
    }

    /// How a client is made.
    public static final class Builder {

        private final String hub;
        private final String site;
        private @Nullable String gateway;
        private @Nullable String userName;
        private @Nullable UserToken user;
        private Store store = new MemoryStore();
        private Listener listener = new Listener() {};
        private Position after = Position.NONE;
        private @Nullable OkHttpClient http;
        private Encoding encoding = Encoding.JSON;

        private Builder(String hub, String site) {
            HttpUrl.get(hub);
            this.hub = hub;
            this.site = site;
        }

        /// Where the gateway is called, such as `wss://hub.example.com`; else the hub says it.
        public Builder gateway(String url) {
            this.gateway = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            return this;
        }

        /// Says who the user is; without it the user is anonymous.
        ///
        /// @param name the app's own id of the user: what is unsent is kept under it, and sent only in it
        public Builder user(String name, UserToken token) {
            this.userName = name;
            this.user = token;
            return this;
        }

        /// Where what is unsent outlives the app; else it does not.
        public Builder store(Store store) {
            this.store = store;
            return this;
        }

        public Builder listener(Listener listener) {
            this.listener = listener;
            return this;
        }

        /// Tells the entries after those that the app has kept; else the last 50 and all that follow.
        public Builder after(Position position) {
            this.after = position;
            return this;
        }

        /// The app's own OkHttp, with its proxies and time limits; else one that gives up after half a minute of
        /// silence.
        public Builder http(OkHttpClient http) {
            this.http = http;
            return this;
        }

        /// What frames are written in, [JSON][Encoding#JSON] where nothing else is said.
        public Builder encoding(Encoding encoding) {
            this.encoding = encoding;
            return this;
        }

        public OmniHubClient build() {
            return new OmniHubClient(this);
        }
    }
}
