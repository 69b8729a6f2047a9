package io.omnihub.device;

import io.omnihub.message.Content;
import io.omnihub.visitor.Site;
import tools.jackson.databind.json.JsonMapper;

/// What a device is woken with, as routes get it.
///
/// @param kind         of the device
/// @param token        of the device
/// @param app          of the device
/// @param locale       of the device
/// @param title        what to show
/// @param text         what to show below it
/// @param unread       how many messages are still to be read
/// @param site         the site's key
/// @param conversation the visitor's
/// @param sequence     of the last message
/// @param collapse     the same for all pushes of one visitor to one device, of which the last one is to be shown
record Push(
        String kind,
        String token,
        String app,
        String locale,
        String title,
        String text,
        int unread,
        String site,
        String conversation,
        long sequence,
        String collapse) {

    private static final int LONGEST = 200;
    private static final String CHINESE = "zh";

    static Push of(Device device, Site site, Unread unread) {
        int count = unread.messages().size();
        String full = site.tells() && count == 1 ? said(unread.last()) : "";
        return new Push(
                device.kind(),
                device.token(),
                device.app(),
                device.locale(),
                site.inbox().name(),
                full.isEmpty() ? line(device.isIn(CHINESE), count) : full,
                count,
                device.inbox().value(),
                device.conversation().value(),
                unread.last().entry().sequence(),
                device.conversation().value());
    }

    byte[] json() {
        return JsonMapper.shared().writeValueAsBytes(this);
    }

    private static String line(boolean chinese, int count) {
        if (chinese) {
            return count == 1 ? "您有一条新消息" : "您有 " + count + " 条新消息";
        }
        return count == 1 ? "You have a new message" : "You have " + count + " new messages";
    }

    /// Who says what; empty where there is no text in it.
    private static String said(Unread.Said message) {
        String name = message.entry().sender().name();
        return message.parts().stream()
                .map(Push::text)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> name.isEmpty() ? cut(text) : name + ": " + cut(text))
                .orElse("");
    }

    private static String text(Content part) {
        return switch (part) {
            case Content.Text(String text) -> text.strip();
            case Content.Card card -> card.title();
            default -> "";
        };
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }

    /// Without the token and what was said.
    @Override
    public String toString() {
        return "Push[" + conversation + ", " + sequence + "]";
    }
}
