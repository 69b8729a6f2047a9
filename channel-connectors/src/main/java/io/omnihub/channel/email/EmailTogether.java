package io.omnihub.channel.email;

import io.omnihub.channel.email.EmailMailbox.SourceException;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.eclipse.angus.mail.imap.protocol.UIDSet;

/// Small mails that are fetched together, by one command, so that the mail server is waited for once.
final class EmailTogether {

    /// So many bytes they have together, and one of them.
    static final int MOST = EmailSpool.IN_MEMORY;

    private EmailTogether() {}

    /// Those that may be fetched together, in their order; whichever is larger is alone.
    ///
    /// @param largest what is larger is alone too
    static List<List<IMAPMessage>> runs(List<IMAPMessage> mails, long largest) throws MessagingException {
        List<List<IMAPMessage>> runs = new ArrayList<>();
        List<IMAPMessage> run = new ArrayList<>();
        long bytes = 0;
        for (IMAPMessage mail : mails) {
            long size = size(mail);
            if (bytes + size > MOST || size > largest) {
                add(runs, run);
                run = new ArrayList<>();
                bytes = 0;
            }
            run.add(mail);
            bytes += size > largest ? MOST : size;
        }
        add(runs, run);
        return runs;
    }

    private static void add(List<List<IMAPMessage>> runs, List<IMAPMessage> run) {
        if (!run.isEmpty()) {
            runs.add(run);
        }
    }

    /// As the mail server says; where it does not, it may be as large as any.
    private static long size(IMAPMessage mail) throws MessagingException {
        try {
            int size = mail.getSize();
            return size < 1 ? MOST : size;
        } catch (MessageRemovedException _) {
            return MOST;
        }
    }

    /// The bytes of mails by their numbers; without those that are not there any more, and those that are larger than
    /// the mail server said.
    ///
    /// @param longest for the mail server to give them all, on a virtual thread
    /// @throws SourceException where it fails to
    static Map<Long, byte[]> fetch(IMAPFolder folder, List<IMAPMessage> mails, Duration longest)
            throws IOException, MessagingException {
        long[] uids = new long[mails.size()];
        for (int i = 0; i < uids.length; i++) {
            uids[i] = folder.getUID(mails.get(i));
        }
        Map<Long, byte[]> given = new HashMap<>();
        // Each answer may be in time, and all together without end.
        try (var _ = EmailDeadline.in(longest)) {
            folder.doCommand(protocol -> {
                fetch(protocol, UIDSet.toString(UIDSet.createUIDSets(uids)), given);
                return null;
            });
        } catch (MessagingException e) {
            throw new SourceException(e);
        }
        return given;
    }

    private static void fetch(IMAPProtocol protocol, String uids, Map<Long, byte[]> given) throws ProtocolException {
        // One byte more shows that there are more.
        Response[] said = protocol.command("UID FETCH " + uids + " (UID BODY.PEEK[]<0." + (MOST + 1) + ">)", null);
        protocol.notifyResponseHandlers(said);
        protocol.handleResult(said[said.length - 1]);
        for (Response each : said) {
            if (each instanceof FetchResponse mail) {
                UID uid = mail.getItem(UID.class);
                BODY body = mail.getItem(BODY.class);
                if (uid != null && body != null && body.getByteArray() != null) {
                    keep(given, uid.uid, body.getByteArray().getNewBytes());
                }
            }
        }
    }

    private static void keep(Map<Long, byte[]> given, long uid, byte[] bytes) {
        if (0 < bytes.length && bytes.length <= MOST) {
            given.put(uid, bytes);
        }
    }
}
