package io.omnihub.device;

import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.Edit;
import io.omnihub.message.Entry;
import io.omnihub.message.Erased;
import io.omnihub.message.Message;
import io.omnihub.message.ReadMark;
import io.omnihub.message.Recall;
import io.omnihub.message.Sender;
import java.util.List;
import java.util.TreeMap;

/// What was said to a visitor and is still to be read, as it reads now.
///
/// @param messages in order
record Unread(List<Said> messages) {

    Unread {
        messages = List.copyOf(messages);
    }

    /// What is left of entries in order. Whoever answers has read what was said before.
    static Unread of(List<Entry> entries) {
        TreeMap<Long, Said> left = new TreeMap<>();
        for (Entry entry : entries) {
            switch (entry.change()) {
                case Message message
                when PushReader.isSaid(entry) -> left.put(entry.sequence(), new Said(entry, message.parts()));
                case Message _ when entry.direction() == Direction.INBOUND -> left.clear();
                case ReadMark read
                when entry.sender().kind() == Sender.Kind.CONTACT ->
                    left.headMap(read.upTo().sequence(), true).clear();
                case Edit edit ->
                    left.computeIfPresent(edit.target().sequence(), (_, said) -> new Said(said.entry(), edit.parts()));
                case Recall recall -> left.remove(recall.target().sequence());
                case Erased erased -> left.remove(erased.sequence());
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

    Said last() {
        return messages.getLast();
    }

    /// A message.
    ///
    /// @param parts as they are now
    record Said(Entry entry, List<Content> parts) {}
}
