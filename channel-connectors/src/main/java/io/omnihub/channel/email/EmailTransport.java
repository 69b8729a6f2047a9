package io.omnihub.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// Hands mails to a mail server, and asks for reports of what does not arrive or is late, where the server takes such
/// wishes (RFC 3461). The reports name the mail by its Message-ID and whom it was written to.
final class EmailTransport extends SMTPTransport {

    private static final int LONGEST_ID = 100;
    private static final int LONGEST_ADDRESS = 450;
    private static final Pattern RECIPIENT = Pattern.compile("RCPT TO:<(.*)>");

    private boolean reports;
    private String envelope = "";
    private boolean said;

    /// @param reports whether they are asked for
    EmailTransport(Session session, boolean reports) {
        // By its name it finds what the session says of the server.
        super(session, new URLName("smtp", null, -1, null, null, null));
        this.reports = reports;
    }

    /// The mail that is sent next.
    ///
    /// @param id its Message-ID
    void begin(String id) {
        said = false;
        envelope = given(id.substring(1, id.length() - 1));
    }

    /// Whether the mail was said to its end, so that the server may have taken it.
    boolean hasSaid() {
        return said;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        said = true;
        super.finishData();
    }

    /// Asks for no reports any more where it did until now: some servers say that they take such wishes, and don't.
    ///
    /// @return whether it did
    boolean stopsAsking() {
        boolean asked = reports && supportsExtension("DSN");
        reports = false;
        return asked;
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        super.sendCommand(reports && supportsExtension("DSN") ? asking(command) : command);
    }

    private String asking(String command) {
        if (command.startsWith("MAIL FROM:")) {
            return command + " RET=HDRS"
                    + (envelope.isEmpty() || envelope.length() > LONGEST_ID ? "" : " ENVID=" + envelope);
        }
        Matcher recipient = RECIPIENT.matcher(command);
        if (!recipient.matches()) {
            return command;
        }
        String address = given(recipient.group(1));
        return command + " NOTIFY=FAILURE,DELAY"
                + (address.length() > LONGEST_ADDRESS ? "" : " ORCPT=rfc822;" + address);
    }

    /// Text as such wishes have it: ASCII without spaces, `+` and `=`.
    static String given(String text) {
        StringBuilder written = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            if (each > ' ' && each < 127 && each != '+' && each != '=') {
                written.append((char) each);
            } else {
                written.append(String.format(Locale.ROOT, "+%02X", each));
            }
        }
        return written.toString();
    }

    /// Whether an address is the one that a report names: as it is, or in the form in which it was given.
    static boolean isSame(String address, String reported) {
        return address.equals(reported)
                || address.equals(text(reported.toUpperCase(Locale.ROOT)).toLowerCase(Locale.ROOT));
    }

    /// The Message-ID that a report gives back.
    static String id(String envelope) {
        return "<" + text(envelope) + ">";
    }

    private static String text(String given) {
        String percent = given.replace("%", "%25").replaceAll("\\+([0-9A-F]{2})", "%$1");
        return URLDecoder.decode(percent.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
