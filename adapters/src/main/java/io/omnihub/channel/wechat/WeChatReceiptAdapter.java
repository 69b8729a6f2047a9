package io.omnihub.channel.wechat;

import io.omnihub.message.MessageRef;
import io.omnihub.message.Receipt;
import java.util.List;
import java.util.Locale;

/// Translates what WeChat tells of template and subscription messages.
final class WeChatReceiptAdapter {

    private static final String ID = "MsgID";

    private WeChatReceiptAdapter() {}

    /// @return one for each message of which the push tells what became; empty for every other push
    static List<Receipt> receipts(WeChatPush push) {
        return switch (push.event()) {
            case "TEMPLATESENDJOBFINISH" -> template(push);
            case "subscribe_msg_sent_event" -> subscriptions(push);
            default -> List.of();
        };
    }

    /// `success`, `failed:user block` or `failed: system failed`.
    private static List<Receipt> template(WeChatPush push) {
        String id = push.get(ID);
        String status = push.get("Status");
        if (id.isBlank() || status.isBlank()) {
            return List.of();
        }
        return List.of(receipt(id, status.equals("success"), status));
    }

    /// It lists them, in XML and JSON by different paths.
    private static List<Receipt> subscriptions(WeChatPush push) {
        return push.fields().keySet().stream()
                .filter(path -> path.endsWith("." + ID))
                .map(path -> path.substring(0, path.length() - ID.length()))
                .filter(item -> !push.get(item + ID).isBlank())
                .map(item -> receipt(
                        push.get(item + ID),
                        push.get(item + "ErrorCode").equals("0"),
                        push.get(item + "ErrorCode") + " " + push.get(item + "ErrorStatus")))
                .toList();
    }

    private static Receipt receipt(String id, boolean success, String status) {
        MessageRef target = MessageRef.external(id);
        if (success) {
            return new Receipt(target, Receipt.State.DELIVERED, "", "", "");
        }
        boolean blocked = status.toLowerCase(Locale.ROOT).contains("block");
        return new Receipt(
                target,
                Receipt.State.FAILED,
                "",
                status.strip(),
                blocked ? "the customer takes no messages of the account" : "WeChat could not deliver the message");
    }
}
