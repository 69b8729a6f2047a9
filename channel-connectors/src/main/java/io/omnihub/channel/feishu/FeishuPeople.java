package io.omnihub.channel.feishu;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelUnavailableException;
import io.omnihub.channel.Recent;
import io.omnihub.channel.ShowsAvatars;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.channel.fields.LegalText;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Knows what events don't say: who people and groups are and what they look like, from the platform, once for each
/// and for a while; and what was said in messages that somebody forwards.
///
/// Nothing depends on it: a callback waits for it for a moment, and goes on without it.
final class FeishuPeople implements ShowsAvatars {

    /// Asks for the app's own bot.
    static final String BOT = "bot";

    /// The open_id of a person, or the id of a group.
    private static final Pattern SOMEBODY = Pattern.compile("o[uc]_[0-9A-Za-z]+");

    private static final Duration KEPT = Duration.ofHours(12);

    /// So long nobody is asked who has no permission to be told.
    private static final Duration CALM = Duration.ofMinutes(10);

    /// So long nobody is asked after the platform did not answer in time.
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /// So long an agent's question waits for a place.
    private static final Duration TURN = Duration.ofSeconds(1);

    private final ChannelInboxes<Account> inboxes;
    private final FeishuApi api;
    private final Recent<Person> known;
    private final Recent<Boolean> refused;
    private final Asking callbacks;
    /// Agents who look at many people take no callback's place.
    private final Asking agents;

    FeishuPeople(ChannelInboxes<Account> inboxes, FeishuApi api, Clock clock) {
        this.inboxes = inboxes;
        this.api = api;
        this.known = new Recent<>(KEPT, clock);
        this.refused = new Recent<>(CALM, clock);
        this.callbacks = new Asking(Duration.ZERO, new Recent<>(PAUSE, clock));
        this.agents = new Asking(TURN, new Recent<>(PAUSE, clock));
    }

    /// The time that a push has for all that is asked because of it.
    static Patience patience(ChannelInbox<Account> inbox) {
        return new Patience(inbox.account().nameWait(), System.nanoTime());
    }

    /// The names of those who are known or become known soon; of the bot its open_id.
    ///
    /// @param ids open_ids of people, ids of groups, [#BOT]
    Map<String, String> of(ChannelInbox<Account> inbox, Collection<String> ids, Patience patience) {
        Map<String, String> names = new HashMap<>();
        for (String id : ids) {
            String name = person(inbox, id, callbacks, patience).name();
            if (!name.isEmpty()) {
                names.put(id, name);
            }
        }
        return names;
    }

    /// The messages in a bundle that was forwarded, as the platform has them; none where it does not tell soon.
    ///
    /// @param message the bundle's own id
    List<JsonNode> forwarded(ChannelInbox<Account> inbox, String message, Patience patience) {
        if (patience.isOver() || isCalm(inbox, message, callbacks) || !callbacks.begins()) {
            return List.of();
        }
        try {
            JsonNode answer =
                    api.getSoon(inbox, "/open-apis/im/v1/messages/" + FeishuApi.encoded(message), patience.left());
            return answer.path("data")
                    .path("items")
                    .valueStream()
                    .filter(item -> FeishuPush.text(item, "upper_message_id").equals(message))
                    .toList();
        } catch (ChannelUnavailableException | ChannelRejectedException e) {
            calm(inbox, message, callbacks, e);
            return List.of();
        } finally {
            callbacks.ends();
        }
    }

    @Override
    public boolean shows(ChannelId channel) {
        return channel.value().equals("feishu");
    }

    @Override
    public Optional<byte[]> avatar(TenantId tenant, InboxId inboxId, String externalId) {
        if (!SOMEBODY.matcher(externalId).matches()) {
            return Optional.empty();
        }
        try {
            ChannelInbox<Account> inbox = inboxes.get(inboxId.value());
            return picture(
                    inbox, person(inbox, externalId, agents, patience(inbox)).avatar());
        } catch (ChannelUnavailableException | ChannelRejectedException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> picture(ChannelInbox<Account> inbox, String address) {
        boolean safe = address.startsWith("https://")
                || address.startsWith(inbox.account().apiUrl() + "/");
        if (!safe || !agents.begins()) {
            return Optional.empty();
        }
        try {
            return Optional.of(api.picture(URI.create(address), LARGEST));
        } finally {
            agents.ends();
        }
    }

    private Person person(ChannelInbox<Account> inbox, String id, Asking asking, Patience patience) {
        if (inbox.account().nameWait().isZero()) {
            return Person.UNKNOWN;
        }
        String key = inbox.tenant() + " " + inbox.id() + " " + id;
        Optional<Person> remembered = known.get(key);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        if (patience.isOver() || isCalm(inbox, id, asking)) {
            return Person.UNKNOWN;
        }
        CompletableFuture<Person> mine = new CompletableFuture<>();
        CompletableFuture<Person> others = asking.flights().putIfAbsent(key, mine);
        if (others != null) {
            return await(others, patience.left());
        }
        boolean may = asking.begins();
        try {
            mine.complete(may ? ask(inbox, id, key, asking, patience) : Person.UNKNOWN);
        } finally {
            mine.complete(Person.UNKNOWN);
            asking.flights().remove(key);
            if (may) {
                asking.ends();
            }
        }
        return mine.join();
    }

    /// Who can't be told now is asked for again later.
    private Person ask(ChannelInbox<Account> inbox, String id, String key, Asking asking, Patience patience) {
        boolean whole = patience.isFresh();
        try {
            Person who = read(id, api.getSoon(inbox, path(id), patience.left()));
            known.put(key, who);
            return who;
        } catch (ChannelUnavailableException | ChannelRejectedException e) {
            if (e instanceof ChannelRejectedException rejected && ErrorCodes.isNobody(rejected.code())) {
                known.put(key, Person.UNKNOWN);
            } else if (whole || !patience.isOver()) {
                calm(inbox, id, asking, e);
            }
        }
        return Person.UNKNOWN;
    }

    /// Nothing is asked for a while: nothing of this kind where the app may not, nothing at all where it fails.
    private void calm(ChannelInbox<Account> inbox, String id, Asking asking, RuntimeException failure) {
        if (failure instanceof ChannelRejectedException rejected && ErrorCodes.isPermission(rejected.code())) {
            refused.put(kind(inbox, id), true);
        } else {
            asking.silent().put(all(inbox), true);
        }
    }

    private boolean isCalm(ChannelInbox<Account> inbox, String id, Asking asking) {
        return asking.silent().get(all(inbox)).isPresent()
                || refused.get(kind(inbox, id)).isPresent();
    }

    private static String path(String id) {
        if (id.equals(BOT)) {
            return "/open-apis/bot/v3/info";
        }
        return id.startsWith("oc_")
                ? "/open-apis/im/v1/chats/" + FeishuApi.encoded(id)
                : "/open-apis/contact/v3/users/" + FeishuApi.encoded(id) + "?user_id_type=open_id";
    }

    private static Person read(String id, JsonNode answer) {
        if (id.equals(BOT)) {
            return new Person(FeishuPush.text(answer.path("bot"), "open_id"), "");
        }
        JsonNode data = answer.path("data");
        JsonNode user = data.path("user");
        return user.isObject()
                ? new Person(
                        LegalText.of(FeishuPush.text(user, "name")), FeishuPush.text(user.path("avatar"), "avatar_240"))
                : new Person(LegalText.of(FeishuPush.text(data, "name")), FeishuPush.text(data, "avatar"));
    }

    private static String all(ChannelInbox<Account> inbox) {
        return inbox.tenant() + " " + inbox.id();
    }

    /// Who may not ask for people may still ask for groups.
    private static String kind(ChannelInbox<Account> inbox, String id) {
        return all(inbox) + " " + id.substring(0, Math.min(3, id.length()));
    }

    private static Person await(CompletableFuture<Person> others, Duration longest) {
        try {
            return others.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return Person.UNKNOWN;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Person.UNKNOWN;
        }
    }

    /// What the platform tells of a person, a group, or the bot.
    ///
    /// @param avatar where its picture is
    private record Person(String name, String avatar) {

        static final Person UNKNOWN = new Person("", "");
    }

    /// What is left of the time that all questions of one push share.
    record Patience(Duration longest, long began) {

        Duration left() {
            Duration left = longest.minusNanos(System.nanoTime() - began);
            return left.isNegative() ? Duration.ZERO : left;
        }

        boolean isOver() {
            return left().toMillis() == 0;
        }

        /// Whether a question that has no answer in what is left says that the platform is slow.
        boolean isFresh() {
            return left().compareTo(longest.dividedBy(2)) > 0;
        }
    }

    /// Those who ask for one purpose.
    ///
    /// @param turn    how long a question waits for its place
    /// @param silent  the inboxes whose platform is left alone, since it did not answer them in time
    /// @param flights what is being asked
    private record Asking(
            Semaphore places, Duration turn, Recent<Boolean> silent, Map<String, CompletableFuture<Person>> flights) {

        private static final int MOST = 16;

        Asking(Duration turn, Recent<Boolean> silent) {
            this(new Semaphore(MOST), turn, silent, new ConcurrentHashMap<>());
        }

        boolean begins() {
            try {
                return places.tryAcquire(turn.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        void ends() {
            places.release();
        }
    }
}
