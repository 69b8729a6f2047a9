package io.omnihub.device;

import io.omnihub.message.Direction;
import io.omnihub.message.Entry;
import io.omnihub.message.Message;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Sender;
import java.util.List;
import java.util.TreeMap;

/// What was said to a visitor and is still to be read.
///
/// @param messages in order
record Unread(List<Entry> messages) {

    Unread {
        messages = List.copyOf(messages);
    }

    /// What is left of entries in order. Whoever answers has read what was said before.
    static Unread of(List<Entry> entries) {
        TreeMap<Long, Entry> left = new TreeMap<>();
        for (Entry entry : entries) {
            switch (entry.change()) {
                case Message _ when PushReader.isSaid(entry) -> left.put(entry.sequence(), entry);
                case Message _ when entry.direction() == Direction.INBOUND -> left.clear();
                case ReadMark read
                when entry.sender().kind() == Sender.Kind.CONTACT ->
                    left.headMap(read.upTo().sequence(), true).clear();
                case Recall recall -> left.remove(recall.target().sequence());
                default -> {
                    // It changes nothing of what there is to read.
                }
            }
        }
        return new Unread(List.copyOf(left.values()));
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    Entry last() {
        return messages.getLast();
    }
}
