package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelUnavailableException;

/// Turns the platform's error codes into the three failures.
///
/// Documented at https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
final class ErrorCodes {

    private ErrorCodes() {}

    /// Whether another access token may help.
    static boolean isToken(int code) {
        return code == 40001 || code == 40014 || code == 42001;
    }

    /// Whether the platform has forgotten a file that we uploaded.
    static boolean isMediaId(String code) {
        return code.equals("40007");
    }

    /// What becomes of a call that the platform refused. Of codes that nobody has told us of we know that the platform
    /// understood the call and did not do it.
    static RuntimeException failure(ChannelInbox<?> inbox, int code) {
        return switch (code) {
            case -1 -> new ChannelUnavailableException(worded("WeChat is busy", code));
            case 45009 -> later("the account has used up its quota of API calls for today", code);
            case 45011 -> later("the account calls the API too often", code);
            case 40001, 40014, 42001 ->
                offline(
                        inbox,
                        code,
                        Reason.CREDENTIALS,
                        "WeChat refuses the account's access tokens: check app-id and secret");
            case 40002, 40013, 40125, 41002, 41004 ->
                offline(inbox, code, Reason.CREDENTIALS, "WeChat does not know this app-id and secret: check them");
            case 40164 ->
                offline(
                        inbox,
                        code,
                        Reason.ADDRESS,
                        "WeChat refuses our address: add this machine's address to the account's IP list");
            case 40243, 50007, 48004 ->
                offline(
                        inbox,
                        code,
                        Reason.CLOSED,
                        "WeChat has frozen the account or its API: look into WeChat's console");
            case 40003 -> never("the customer's id is not one of this account's", code);
            case 40004, 40005, 40008, 40009, 40010, 40011, 40012, 45001, 45007 ->
                never("WeChat does not take this file or message: its kind, size or length is wrong", code);
            case 40006 -> never("the file is empty or too large for WeChat", code);
            case 40007 -> never("WeChat no longer has the file", code);
            case 43004, 50002, 50005 -> never("the customer does not follow the account, or may not use it", code);
            case 40037 -> never("WeChat does not know this template, or the account has not added it", code);
            case 41030 -> never("the mini-program has no such page", code);
            case 43101 -> never("the customer has not subscribed to such messages, or takes them no more", code);
            case 47003 -> never("the fields are not those of the template, or hold what it does not take", code);
            case 44004 -> never("the text is empty for WeChat", code);
            case 45002 -> never("the text is too long for WeChat", code);
            case 45015 ->
                never(
                        "the customer has not written within the last 48 hours or no longer follows the account, so"
                                + " WeChat takes no reply",
                        code);
            case 45047 ->
                never("the customer must write again first: WeChat takes only so many replies in a row", code);
            case 45065 -> never("WeChat has taken a message with this id already", code);
            case 48001, 48003, 48006 -> never("the account has no permission for this API", code);
            case 48002 -> never("the customer has switched off messages of the account", code);
            default -> unlisted(inbox, code);
        };
    }

    /// What becomes of a message where the platform grants no access token: that says nothing of the message, and waits
    /// for whoever runs the account.
    static RuntimeException noToken(ChannelInbox<?> inbox, int code) {
        RuntimeException failure = failure(inbox, code);
        return failure instanceof ChannelRejectedException
                ? offline(
                        inbox,
                        code,
                        Reason.CREDENTIALS,
                        "WeChat grants the account no access token: look into WeChat's console")
                : failure;
    }

    private static RuntimeException unlisted(ChannelInbox<?> inbox, int code) {
        if (code >= 89500 && code <= 89599) {
            return offline(
                    inbox,
                    code,
                    Reason.ADDRESS,
                    "WeChat refuses our address until the account's administrator has confirmed it: ask him to");
        }
        return code >= 61450 && code <= 61459
                ? never("WeChat's own customer-service account is not set up", code)
                : never("WeChat refused it, and its documentation of error codes says why", code);
    }

    private static RuntimeException offline(ChannelInbox<?> inbox, int code, Reason reason, String sentence) {
        inbox.offline(reason, worded(sentence, code));
        return later(sentence, code);
    }

    private static RuntimeException later(String reason, int code) {
        return ChannelUnavailableException.later(worded(reason, code));
    }

    private static RuntimeException never(String reason, int code) {
        return new ChannelRejectedException(Integer.toString(code), reason);
    }

    private static String worded(String reason, int code) {
        return reason + " (" + code + ")";
    }
}
