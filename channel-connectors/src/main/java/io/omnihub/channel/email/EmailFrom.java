package io.omnihub.channel.email;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.eclipse.angus.mail.imap.protocol.UIDSet;

/// Who has written mails, as far as that can be told before they are fetched.
final class EmailFrom {

    /// Of a header so many bytes are looked at.
    private static final int MOST = 1_000;

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"(),;:]+@[^\\s@<>\"(),;:]+");

    private EmailFrom() {}

    /// Their addresses, in small letters; empty for those that name none.
    static Map<Message, String> of(IMAPFolder folder, List<IMAPMessage> mails) throws MessagingException {
        if (mails.isEmpty()) {
            return Map.of();
        }
        long[] uids = new long[mails.size()];
        for (int i = 0; i < uids.length; i++) {
            uids[i] = folder.getUID(mails.get(i));
        }
        Map<Long, String> said = new HashMap<>();
        folder.doCommand(protocol -> {
            fetch(protocol, UIDSet.toString(UIDSet.createUIDSets(uids)), said);
            return null;
        });
        Map<Message, String> senders = new HashMap<>();
        for (int i = 0; i < uids.length; i++) {
            senders.put(mails.get(i), address(said.getOrDefault(uids[i], "")));
        }
        return senders;
    }

    private static void fetch(IMAPProtocol protocol, String uids, Map<Long, String> said) throws ProtocolException {
        Response[] all =
                protocol.command("UID FETCH " + uids + " (UID BODY.PEEK[HEADER.FIELDS (FROM)]<0." + MOST + ">)", null);
        protocol.notifyResponseHandlers(all);
        protocol.handleResult(all[all.length - 1]);
        for (Response each : all) {
            if (each instanceof FetchResponse mail) {
                UID uid = mail.getItem(UID.class);
                BODY from = mail.getItem(BODY.class);
                if (uid != null && from != null && from.getByteArray() != null) {
                    said.put(uid.uid, new String(from.getByteArray().getNewBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    /// The last one, before which a name may stand that looks like another.
    static String address(String header) {
        String found = "";
        Matcher each = ADDRESS.matcher(header.substring(0, Math.min(MOST, header.length())));
        while (each.find()) {
            found = each.group();
        }
        return found.toLowerCase(Locale.ROOT);
    }
}
