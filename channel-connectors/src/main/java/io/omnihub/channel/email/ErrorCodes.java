package io.omnihub.channel.email;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.channel.ChannelStatus.Reason;
import io.omnihub.channel.ChannelUnavailableException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/// Turns what mail servers answer into the three failures (RFC 5321, 4.2).
final class ErrorCodes {

    /// There may be one for each address.
    private static final int MOST = 500;

    private ErrorCodes() {}

    /// What becomes of a mail that was not taken.
    ///
    /// @param said whether the mail was said to its end, so that it may have gone out although nothing was answered
    static RuntimeException failure(ChannelInbox<?> inbox, MessagingException e, boolean said) {
        if (e instanceof AuthenticationFailedException refused && !EmailRefusal.isUnanswered(refused)) {
            if (EmailRefusal.isForNow(refused)) {
                return ofAnswer(inbox, EmailRefusal.code(refused));
            }
            inbox.offline(
                    Reason.CREDENTIALS,
                    "the mail server refuses user and password: some providers give a password of its own to programs");
            return ChannelUnavailableException.later("the mail server refuses user and password");
        }
        int code = answered(e);
        Optional<String> fault = code == 0 ? EmailTrust.fault(e) : Optional.empty();
        if (fault.isPresent()) {
            inbox.offline(Reason.UNREACHABLE, fault.get());
            return ChannelUnavailableException.later(fault.get());
        }
        if (code == 0) {
            inbox.degraded(Reason.UNREACHABLE, "the mail server can't be reached, or does not answer");
            // It took its time, in which others waited: no second try at once.
            return said
                    ? new ChannelUnavailableException("the mail server does not answer", true, e)
                    : ChannelUnavailableException.later("the mail server does not answer");
        }
        return ofAnswer(inbox, code);
    }

    /// Whether the server understands the command itself not, or what was added to it.
    static boolean isOfCommand(MessagingException e) {
        int code = answered(e);
        return code == 501 || code == 504 || code == 555;
    }

    private static RuntimeException ofAnswer(ChannelInbox<?> inbox, int code) {
        return switch (code) {
            case 530, 534, 535, 538 -> {
                inbox.offline(Reason.CREDENTIALS, "the mail server does not let the hub send: check user and password");
                yield ChannelUnavailableException.later("the mail server does not let the hub send (" + code + ")");
            }
            // It is busy, or wants the same sender to come again: grey lists.
            case 421, 450, 451, 452 -> ChannelUnavailableException.later("the mail server is busy (" + code + ")");
            case 550, 553 -> never(code, "the mail server knows no such address, or takes nothing for it");
            case 552 -> never(code, "the mail is too large, or the mailbox is full");
            default ->
                code >= 500
                        ? never(code, "the mail server refuses this mail")
                        : ChannelUnavailableException.later("the mail server takes no mail now (" + code + ")");
        };
    }

    private static ChannelRejectedException never(int code, String what) {
        return new ChannelRejectedException(Integer.toString(code), what);
    }

    /// What the server said, of whichever of the exceptions that hang together: whatever may be taken later counts
    /// before what never will. 0 where it said nothing.
    private static int answered(MessagingException e) {
        int answered = 0;
        Exception each = e;
        for (int i = 0; each != null && i < MOST; i++) {
            int code = code(each);
            if (code >= 400 && (answered == 0 || (code < 500 && answered >= 500))) {
                answered = code;
            }
            each = each instanceof MessagingException messaging ? messaging.getNextException() : null;
        }
        // An address that it could not even be asked about. A line that broke is one of the kinds below that exception.
        boolean unasked = e.getClass() == SendFailedException.class && e.getNextException() == null;
        return answered == 0 && unasked ? 553 : answered;
    }

    private static int code(Exception e) {
        return switch (e) {
            case SMTPAddressFailedException failed -> failed.getReturnCode();
            case SMTPSendFailedException failed -> failed.getReturnCode();
            case SMTPSenderFailedException failed -> failed.getReturnCode();
            default -> 0;
        };
    }
}
