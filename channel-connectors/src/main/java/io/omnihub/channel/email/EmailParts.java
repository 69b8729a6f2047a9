package io.omnihub.channel.email;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ContentTypes;
import io.omnihub.channel.InfectedFileException;
import io.omnihub.channel.MalformedMessageException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/// Reads the parts of a mail while its bytes flow by: texts into memory, as long as they are short, all else into the
/// blob store. Mails within the mail stay files.
final class EmailParts {

    private static final int MOST_PARTS = 1_000;
    private static final int DEEPEST = 50;
    private static final int MOST_HEADERS = 1_000;
    private static final int LONGEST_HEADER = 256 << 10;
    private static final int ALL_HEADERS = 2 << 20;
    private static final int LONGEST_LINE = 512 << 10;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int LONGEST_SAID = 12_000;
    private static final int LONGEST_FORMED = 48_000;
    private static final int LONGEST_TOLD = 64 << 10;
    private static final int LONGEST_NAME = 200;
    private static final long LARGEST_FILE = 512L << 20;

    private static final Pattern SUBJECT = Pattern.compile("(?im)^subject:(.*(?:\\r?\\n[ \\t].*)*)");

    private static final MimeConfig CONFIG = new MimeConfig.Builder()
            .setMaxHeaderCount(MOST_HEADERS)
            .setMaxHeaderLen(LONGEST_HEADER)
            .setMaxLineLen(LONGEST_LINE)
            .build();

    private final EmailText text;
    private final Blobs blobs;
    private final EmailHeaders headers;
    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final List<EmailMail.File> files = new ArrayList<>();
    private String status = "";
    private String returned = "";
    private int count;
    private int headed;

    EmailParts(EmailText text, Blobs blobs) {
        this.text = text;
        this.blobs = blobs;
        this.headers = new EmailHeaders(text);
    }

    /// @throws MalformedMessageException where it is beyond all bounds
    void read(InputStream bytes) throws IOException {
        MimeTokenStream tokens = new MimeTokenStream(CONFIG, DecodeMonitor.SILENT, null, null);
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(bytes);
        try {
            read(tokens);
            whole(html, LONGEST_FORMED, "text/html", "mail.html");
            whole(plain, LONGEST_SAID, "text/plain", "mail.txt");
        } catch (MimeException e) {
            throw new MalformedMessageException(
                    "its headers or lines are beyond all bounds: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private void read(MimeTokenStream tokens) throws IOException, MimeException {
        EmailHeaders current = headers;
        int depth = 0;
        for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
            switch (state) {
                case T_START_BODYPART -> {
                    current = new EmailHeaders(text);
                    bounded(++count <= MOST_PARTS, "it has more than " + MOST_PARTS + " parts");
                }
                case T_START_MULTIPART -> bounded(++depth <= DEEPEST, "its parts are nested too deeply");
                case T_END_MULTIPART -> depth--;
                case T_FIELD -> {
                    Field field = tokens.getField();
                    headed += field.getRaw() == null ? 0 : field.getRaw().length();
                    bounded(headed <= ALL_HEADERS, "its headers are beyond all bounds");
                    current.add(field);
                }
                case T_BODY -> part(current, tokens.getDecodedInputStream());
                default -> {}
            }
        }
    }

    private static void bounded(boolean holds, String what) {
        if (!holds) {
            throw new MalformedMessageException(what, null);
        }
    }

    private void part(EmailHeaders part, InputStream bytes) throws IOException {
        EmailParameters type = part.parameters("content-type");
        EmailParameters disposition = part.parameters("content-disposition");
        String kind = type.value().isEmpty() ? "text/plain" : type.value();
        String name = name(type, disposition);
        boolean attached = disposition.value().equals("attachment") || !name.isEmpty();
        switch (kind) {
            case "text/plain", "text/html" -> {
                if (attached) {
                    file(part, kind, name, bytes);
                } else {
                    body(part, kind, type, bytes);
                }
            }
            case "message/delivery-status" -> {
                if (status.length() < LONGEST_TOLD) {
                    status += told(bytes, type);
                }
            }
            case "text/rfc822-headers" -> returned = told(bytes, type);
            case "message/rfc822", "message/global", "message/rfc822-headers" -> mail(part, name, bytes);
            default -> {
                // So some mail servers give a mail back.
                if (name.toLowerCase(Locale.ROOT).endsWith(".eml")) {
                    mail(part, name, bytes);
                } else {
                    file(part, kind, name, bytes);
                }
            }
        }
    }

    private static String name(EmailParameters type, EmailParameters disposition) {
        String name = disposition.get("filename").isEmpty() ? type.get("name") : disposition.get("filename");
        // Some give the whole way to the file on their own machine.
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return EmailText.cut(last.replaceAll("[\\t\\n]", " ").strip(), LONGEST_NAME);
    }

    private void body(EmailHeaders part, String kind, EmailParameters type, InputStream bytes) throws IOException {
        byte[] begun = bytes.readNBytes(LONGEST_TEXT + 1);
        StringBuilder body = kind.equals("text/html") ? html : plain;
        boolean cut = false;
        if (begun.length > LONGEST_TEXT || body.length() + begun.length > 2 * LONGEST_TEXT) {
            boolean isHtml = kind.equals("text/html");
            file(
                    part,
                    kind,
                    isHtml ? "mail.html" : "mail.txt",
                    new SequenceInputStream(new ByteArrayInputStream(begun), bytes));
            if (isHtml || body.length() > 0) {
                return;
            }
            begun = Arrays.copyOf(begun, LONGEST_TOLD / 2);
            cut = true;
        }
        String charset = type.get("charset");
        String said = EmailText.clean(cut ? text.begun(begun, charset) : text.text(begun, charset));
        if (body.length() > 0 && !said.isBlank()) {
            body.append('\n');
        }
        body.append(said);
    }

    /// What may be too long for a part is a file too, so that nothing of it is lost.
    private void whole(StringBuilder body, int most, String kind, String name) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > most
                && files.stream().noneMatch(each -> each.fileName().equals(name))) {
            file(new EmailHeaders(text), kind, name, new ByteArrayInputStream(bytes));
        }
    }

    /// The beginning of what one mail server tells another.
    private String told(InputStream bytes, EmailParameters type) throws IOException {
        String told = text.begun(bytes.readNBytes(LONGEST_TOLD), type.get("charset"));
        return told + "\n\n";
    }

    /// A mail within the mail, known by its subject.
    private void mail(EmailHeaders part, String given, InputStream bytes) throws IOException {
        BufferedInputStream mail = new BufferedInputStream(bytes, LONGEST_TOLD);
        mail.mark(LONGEST_TOLD);
        byte[] begun = mail.readNBytes(LONGEST_TOLD - 1);
        mail.reset();
        String head = new String(begun, StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\n\r\n") < 0 ? head.indexOf("\n\n") : head.indexOf("\n\r\n");
        if (end >= 0) {
            head = head.substring(0, end);
        }
        if (returned.isEmpty()) {
            returned = head;
        }
        String name = given;
        if (name.isEmpty()) {
            Matcher subject = SUBJECT.matcher(head);
            String title = subject.find() ? text.header(subject.group(1)).strip() : "";
            name = EmailText.cut(title.isEmpty() ? "mail" : title.replaceAll("[/\\\\]", "_"), LONGEST_NAME - 4)
                    + ".eml";
        }
        file(part, "message/rfc822", name, mail);
    }

    private void file(EmailHeaders part, String kind, String given, InputStream bytes) throws IOException {
        BufferedInputStream body = new BufferedInputStream(bytes, ContentTypes.LOOKED_AT);
        body.mark(ContentTypes.LOOKED_AT);
        byte[] begun = body.readNBytes(ContentTypes.LOOKED_AT);
        body.reset();
        String contentId = part.raw("content-id").replaceAll("[<>\\s]", "");
        String calendar = kind.equals("text/calendar")
                ? text.begun(begun, part.parameters("content-type").get("charset"))
                : "";
        String name = given.isEmpty() ? nameless(kind, ContentTypes.of(begun)) : given;
        if (begun.length == 0) {
            return;
        }
        try {
            String type = ContentTypes.of(begun);
            files.add(new EmailMail.File(blobs.store(body, type, name, LARGEST_FILE), name, "", contentId, calendar));
        } catch (InfectedFileException _) {
            files.add(new EmailMail.File(null, name, "file with a virus", contentId, ""));
        }
    }

    private static String nameless(String kind, String type) {
        return switch (kind) {
            case "text/calendar" -> "invitation.ics";
            case "application/ms-tnef" -> "winmail.dat";
            default -> "file." + ContentTypes.ending(type);
        };
    }

    EmailHeaders headers() {
        return headers;
    }

    String plain() {
        return plain.toString();
    }

    String html() {
        return html.toString();
    }

    List<EmailMail.File> files() {
        return List.copyOf(files);
    }

    /// What mail servers tell of deliveries; empty where none does.
    String status() {
        return status;
    }

    /// The headers of the first mail within this one; empty where there is none.
    String returned() {
        return returned;
    }
}
