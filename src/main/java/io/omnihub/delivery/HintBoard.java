package io.omnihub.delivery;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.Inboxes;
import io.omnihub.channel.Recent;
import io.omnihub.channel.send.Hints;
import io.omnihub.message.ChannelId;
import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Outbound;
import io.omnihub.message.OutboundDelivery;
import io.omnihub.message.OutboundRead;
import io.omnihub.message.OutboundTyping;
import io.omnihub.message.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What contacts may be shown and need not be, on its way to the channels of this node. One hint of a conversation is
/// shown at a time; of each kind the last one counts; what finds no room is dropped.
public final class HintBoard implements Hints {

    private static final Logger LOG = LoggerFactory.getLogger(HintBoard.class);
    private static final int MOST = 256;

    /// Platforms show it for some seconds, and take it no more often.
    private static final Duration TYPING_SHOWN = Duration.ofSeconds(4);

    private final Inboxes inboxes;
    private final Predicate<Outbound> held;
    private final Recent<Boolean> typing;
    private final Map<ChannelId, Consumer<Outbound>> channels = new ConcurrentHashMap<>();
    private final Map<ConversationId, Map<Class<?>, Supplier<Optional<Outbound>>>> waiting = new HashMap<>();

    /// @param held whether nothing may go out just now
    HintBoard(Inboxes inboxes, Predicate<Outbound> held, Clock clock) {
        this.inboxes = inboxes;
        this.held = held;
        this.typing = new Recent<>(TYPING_SHOWN, clock);
    }

    /// A route shows the hints of a channel from now on.
    public void showBy(ChannelId channel, Consumer<Outbound> route) {
        channels.put(channel, route);
    }

    /// It does no longer.
    public void endOf(ChannelId channel) {
        channels.remove(channel);
    }

    @Override
    public void give(Outbound hint) {
        boolean shown = switch (hint) {
            case OutboundTyping types -> can(hint.tenant(), hint.inbox(), Ability.TYPING) && isNews(types);
            case OutboundRead _ -> can(hint.tenant(), hint.inbox(), Ability.READ);
            case OutboundDelivery _ -> throw new IllegalArgumentException("deliveries are no hints");
        };
        if (shown) {
            offer(hint.channel(), hint.conversation(), hint.getClass(), () -> Optional.of(hint));
        }
    }

    /// One that must be looked for first.
    void offer(ChannelId channel, ConversationId conversation, Class<?> kind, Supplier<Optional<Outbound>> hint) {
        Consumer<Outbound> route = channels.get(channel);
        if (route == null) {
            return;
        }
        synchronized (waiting) {
            Map<Class<?>, Supplier<Optional<Outbound>>> hints = waiting.get(conversation);
            if (hints != null) {
                hints.remove(kind);
                hints.put(kind, hint);
            } else if (waiting.size() < MOST) {
                waiting.put(conversation, new LinkedHashMap<>(Map.of(kind, hint)));
                Thread.ofVirtual().name("hint-" + conversation).start(() -> show(conversation, route));
            }
        }
    }

    private void show(ConversationId conversation, Consumer<Outbound> route) {
        for (Supplier<Optional<Outbound>> hint = next(conversation); hint != null; hint = next(conversation)) {
            try {
                hint.get().filter(held.negate()).ifPresent(route);
            } catch (RuntimeException e) {
                LOG.debug("Something was not shown to a contact", e);
            }
        }
    }

    private @Nullable Supplier<Optional<Outbound>> next(ConversationId conversation) {
        synchronized (waiting) {
            Map<Class<?>, Supplier<Optional<Outbound>>> left = waiting.get(conversation);
            Iterator<Supplier<Optional<Outbound>>> hints =
                    left == null ? Collections.emptyIterator() : left.values().iterator();
            if (!hints.hasNext()) {
                waiting.remove(conversation);
                return null;
            }
            Supplier<Optional<Outbound>> next = hints.next();
            hints.remove();
            return next;
        }
    }

    private boolean isNews(OutboundTyping types) {
        String key = types.conversation().value();
        boolean shown = typing.get(key).isPresent();
        if (types.stopped()) {
            typing.forget(key);
        } else if (!shown) {
            typing.put(key, true);
        }
        return types.stopped() == shown;
    }

    private boolean can(TenantId tenant, InboxId inbox, Ability ability) {
        return inboxes.find(tenant, inbox)
                .map(Inbox::capabilities)
                .filter(can -> can.can(ability))
                .isPresent();
    }
}
