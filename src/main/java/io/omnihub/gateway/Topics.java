package io.omnihub.gateway;

import io.omnihub.message.ConversationId;
import io.omnihub.message.Entry;
import io.omnihub.message.Visibility;
import io.omnihub.wire.ServerFrame;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who follows which conversation on this node.
final class Topics {

    private final Map<ConversationId, Topic> topics = new ConcurrentHashMap<>();

    /// From now on each entry of the conversation is sent. Read the past after this, not before.
    void add(Watch watch) {
        topics.compute(watch.conversation(), (_, topic) -> Topic.with(topic, watch));
    }

    void remove(Watch watch) {
        topics.computeIfPresent(watch.conversation(), (_, topic) -> topic.without(watch));
    }

    /// Sends entries to those who follow their conversations.
    void publish(List<Entry> entries) {
        for (Entry entry : entries) {
            Topic topic = topics.get(entry.conversation());
            if (topic != null) {
                topic.publish(entry);
            }
        }
    }

    /// Sends something that is not stored.
    void tell(ConversationId conversation, ServerFrame frame, Predicate<Watch> receivers) {
        Topic topic = topics.get(conversation);
        if (topic != null) {
            EncodedFrame encoded = new EncodedFrame(frame);
            topic.watches().filter(receivers).forEach(watch -> watch.socket().push(encoded));
        }
    }

    /// The last sequence that a follower may see, as far as this node has followed; empty where nothing has come yet.
    Optional<Long> last(Watch watch) {
        Topic topic = topics.get(watch.conversation());
        return Optional.ofNullable(topic)
                .map(found -> watch.isAgents() ? found.last : found.lastVisible)
                .filter(last -> last > 0);
    }

    /// How far a conversation was when it was read.
    void read(ConversationId conversation, long last, long lastVisible) {
        Topic topic = topics.get(conversation);
        if (topic != null) {
            topic.advance(last, lastVisible);
        }
    }

    /// Whether the contact of a conversation is there.
    boolean isContactThere(ConversationId conversation) {
        Topic topic = topics.get(conversation);
        return topic != null && topic.watches().anyMatch(watch -> !watch.isAgents());
    }

    /// The followers of one conversation.
    private static final class Topic {

        private volatile List<Watch> watches;
        private volatile long last;
        private volatile long lastVisible;

        private Topic(List<Watch> watches) {
            this.watches = watches;
        }

        static Topic with(@Nullable Topic topic, Watch watch) {
            if (topic == null) {
                return new Topic(List.of(watch));
            }
            topic.watches =
                    Stream.concat(topic.watches.stream(), Stream.of(watch)).toList();
            return topic;
        }

        @Nullable
        Topic without(Watch watch) {
            watches = watches.stream().filter(each -> each != watch).toList();
            return watches.isEmpty() ? null : this;
        }

        Stream<Watch> watches() {
            return watches.stream();
        }

        synchronized void advance(long newLast, long newLastVisible) {
            last = Math.max(last, newLast);
            lastVisible = Math.max(lastVisible, newLastVisible);
        }

        void publish(Entry entry) {
            boolean visible = entry.visibility() == Visibility.EVERYONE;
            advance(entry.sequence(), visible ? entry.sequence() : entry.previous());
            EncodedFrame whole = EncodedFrame.fresh(entry, true);
            EncodedFrame contact = EncodedFrame.fresh(entry, false);
            for (Watch watch : watches) {
                if (watch.sees(entry.visibility())) {
                    watch.socket().push(watch.isAgents() ? whole : contact, watch, entry.sequence());
                }
            }
        }
    }
}
