package io.omnihub.simulator.feishu;

/// A message as the people in a chat see it.
///
/// @param sender   the open_id of who wrote it; the app's id where the hub did
/// @param type     the platform's name of the kind
/// @param content  the platform's JSON
/// @param parent   the message that it answers; empty for none
/// @param inThread whether it stands in the thread of the message that it answers
/// @param edited   how often it was edited
/// @param recalled whether it was taken back
public record FeishuMessage(
        String id,
        String chat,
        String sender,
        String type,
        String content,
        String parent,
        boolean inThread,
        int edited,
        boolean recalled) {

    FeishuMessage with(String newContent) {
        return new FeishuMessage(id, chat, sender, type, newContent, parent, inThread, edited + 1, recalled);
    }

    FeishuMessage withdrawn() {
        return new FeishuMessage(id, chat, sender, type, content, parent, inThread, edited, true);
    }
}
