package io.omnihub.channel.feishu;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelUnavailableException;
import java.time.Duration;

/// Turns the platform's error codes into the three failures.
///
/// Documented at https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code and with each call
final class ErrorCodes {

    private ErrorCodes() {}

    /// Whether another access token may help.
    static boolean isToken(int code) {
        return switch (code) {
            case 99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677 -> true;
            default -> false;
        };
    }

    /// Whether the app may not ask what it asked, whoever it asks for.
    static boolean isPermission(String code) {
        return code.equals("41050") || code.equals("99991672") || code.equals("99991679") || code.equals("230027");
    }

    /// Whether there is no such person or group.
    static boolean isNobody(String code) {
        return code.equals("41012") || code.equals("232011") || code.equals("232009");
    }

    /// Whether a message was taken back or deleted already.
    static boolean isGone(String code) {
        return code.equals("230011") || code.equals("230110");
    }

    /// Whether the platform has forgotten a file that we uploaded.
    static boolean isFile(String code) {
        return code.equals("230001") || code.equals("234003");
    }

    /// Whether the app or a chat has had as many calls as it takes.
    static boolean isTooOften(int code) {
        return code == 99991400 || code == 230020 || code == 11232 || code == 11233;
    }

    /// @param pause until the platform takes calls again; zero where it does not say so
    static ChannelUnavailableException tooOften(int code, Duration pause) {
        return ChannelUnavailableException.after(worded("Feishu is called too often", code), pause);
    }

    /// What becomes of a call that the platform refused. Of codes that nobody has told us of we know that the platform
    /// understood the call and did not do it.
    ///
    /// @param status of HTTP
    static RuntimeException failure(ChannelInbox<?> inbox, int status, int code) {
        return switch (code) {
            case 99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677 ->
                offline(
                        inbox,
                        code,
                        Reason.CREDENTIALS,
                        "Feishu refuses the app's access tokens: check app-id and secret");
            case 10003, 10014, 10015 ->
                offline(inbox, code, Reason.CREDENTIALS, "Feishu does not know this app-id and secret: check them");
            case 99991662 ->
                offline(inbox, code, Reason.CLOSED, "the app is not enabled: publish it in Feishu's console");
            case 99991401 ->
                offline(
                        inbox,
                        code,
                        Reason.ADDRESS,
                        "Feishu refuses our address: add this machine's address to the app's IP list");
            case 230006, 234007 ->
                offline(inbox, code, Reason.PERMISSION, "the app has no bot: switch the bot on in Feishu's console");
            case 99991672, 99991679 ->
                offline(
                        inbox,
                        code,
                        Reason.PERMISSION,
                        "the app lacks a permission: grant it in Feishu's console, as its page here tells");
            case 99991400, 230020, 11232, 11233 -> tooOften(code, Duration.ZERO);
            case 230049 ->
                new ChannelUnavailableException(worded("Feishu is still sending this message", code), true, null);
            case 1500, 2200 -> busy(status, code);
            case 9499, 230001, 232001, 234001, 99992402 -> never("Feishu does not understand the call", code);
            case 230002 -> never("the bot is not in this chat any more", code);
            case 230009 -> never("Feishu lets messages be taken back for a day only", code);
            case 230031 -> never("Feishu lets cards be changed for 14 days only", code);
            case 230011, 230050, 230110 -> never("the message was withdrawn or is not seen any more", code);
            case 230013 -> never("the person is not among those who may use the app, or has left", code);
            case 230017, 230026, 230071, 230072 -> never("the message or file is not ours to change or send", code);
            case 230018, 230035 -> never("the bot may not speak in this chat", code);
            case 230019 -> never("the topic is gone", code);
            case 230022, 230028 -> never("Feishu's or the company's rules forbid this content", code);
            case 230025 -> never("the message is too long for Feishu", code);
            case 230027 -> never("the app may not do this, or not in this chat", code);
            case 230029, 230034, 41012 -> never("there is no such person any more", code);
            case 230036 -> never("the company has deleted the key of its data", code);
            case 230038, 230054, 230075 -> never("Feishu takes no such message or change in this chat", code);
            case 230053 -> never("the person has switched off messages of the bot", code);
            case 230055 -> never("the file is of another kind than the message", code);
            case 230099, 200621 -> never("Feishu does not take this card", code);
            case 232009, 232011 -> never("the group is gone, or the bot is not in it", code);
            case 234003 -> never("Feishu no longer has the file", code);
            case 234006, 234037 -> never("the file is too large for Feishu", code);
            case 234010 -> never("the file is empty", code);
            case 234011 -> never("Feishu does not take pictures of this kind", code);
            case 41050 -> never("the app may not read who people are", code);
            default -> status >= 500 ? busy(status, code) : unlisted(inbox, code);
        };
    }

    /// What becomes of a message where the platform grants no access token: that says nothing of the message, and waits
    /// until the app is mended.
    static RuntimeException noToken(ChannelInbox<?> inbox, int status, int code) {
        RuntimeException failure = failure(inbox, status, code);
        return failure instanceof ChannelRejectedException
                ? offline(inbox, code, Reason.CREDENTIALS, "Feishu grants no access token: look into Feishu's console")
                : failure;
    }

    private static RuntimeException unlisted(ChannelInbox<?> inbox, int code) {
        // Codes of this range are of the app or its token, not of the message.
        return code >= 99_991_000 && code < 99_992_000
                ? offline(
                        inbox,
                        code,
                        Reason.PERMISSION,
                        "Feishu refuses the app's calls: look up the code in Feishu's list")
                : never("Feishu refuses it; its list of codes tells why", code);
    }

    private static RuntimeException busy(int status, int code) {
        return new ChannelUnavailableException(worded("Feishu is busy", code), status >= 500, null);
    }

    private static RuntimeException offline(ChannelInbox<?> inbox, int code, Reason reason, String sentence) {
        inbox.offline(reason, sentence);
        return later(sentence, code);
    }

    private static RuntimeException later(String what, int code) {
        return ChannelUnavailableException.later(worded(what, code));
    }

    private static RuntimeException never(String what, int code) {
        return new ChannelRejectedException(Integer.toString(code), what);
    }

    private static String worded(String what, int code) {
        return what + " (" + code + ")";
    }
}
