package io.omnihub.channel.email;

import io.omnihub.channel.poll.Fetched;
import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.jspecify.annotations.Nullable;

/// The bytes of a mail while it is read: in memory where they are few, else in a file. They are fetched whole before
/// anything is made of them, so that one that breaks off is no broken mail.
final class EmailSpool implements Fetched.Bytes, AutoCloseable {

    /// What is larger lies in a file.
    static final int IN_MEMORY = 256 << 10;

    /// What stands in the place of the body of one that is too large; nobody else can know it.
    private static final String TOO_LARGE = "X-Too-Large-" + UUID.randomUUID();

    private final byte[] bytes;
    private final @Nullable Path file;

    private EmailSpool(byte[] bytes, @Nullable Path file) {
        this.bytes = bytes;
        this.file = file;
    }

    /// @param folder  where large ones lie meanwhile
    /// @param largest of a larger one only the headers are taken
    /// @param longest for the mail server to give it, on a virtual thread
    static EmailSpool of(IMAPMessage mail, Path folder, long largest, Duration longest)
            throws IOException, MessagingException {
        // Each answer may be in time, and all together without end.
        try (var _ = EmailDeadline.in(longest)) {
            return mail.getSize() > largest ? headers(mail) : whole(mail, folder);
        }
    }

    private static EmailSpool whole(IMAPMessage mail, Path folder) throws IOException, MessagingException {
        try (InputStream source = new Source(mail.getMimeStream())) {
            byte[] begun = source.readNBytes(IN_MEMORY + 1);
            if (begun.length == 0) {
                throw new EmailMailbox.SourceException(new IOException("it gives nothing"));
            }
            if (begun.length <= IN_MEMORY) {
                return new EmailSpool(begun, null);
            }
            Path file = Files.createTempFile(Files.createDirectories(folder), "mail", ".eml");
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(begun);
                source.transferTo(out);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            return new EmailSpool(new byte[0], file);
        }
    }

    /// Removes what a hub that was killed left there.
    static void empty(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "mail*.eml")) {
            for (Path file : left) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder.toAbsolutePath() + " can't be emptied", e);
        }
    }

    private static EmailSpool headers(IMAPMessage mail) throws MessagingException {
        StringBuilder text = new StringBuilder();
        Enumeration<String> lines = mail.getAllHeaderLines();
        while (lines.hasMoreElements() && text.length() < IN_MEMORY / 2) {
            String line = lines.nextElement();
            if (!line.toLowerCase(Locale.ROOT).startsWith("content-")) {
                text.append(line).append("\r\n");
            }
        }
        text.append(TOO_LARGE).append(": ").append(mail.getSize()).append("\r\n\r\n");
        return new EmailSpool(text.toString().getBytes(StandardCharsets.ISO_8859_1), null);
    }

    /// How many bytes a mail has of which only the headers were taken; empty for any other.
    static String tooLarge(EmailHeaders headers) {
        return headers.raw(TOO_LARGE.toLowerCase(Locale.ROOT));
    }

    @Override
    public InputStream open() throws IOException {
        return file == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(file);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    /// What of it fails is the mail server's fault.
    private static final class Source extends FilterInputStream {

        private Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw new EmailMailbox.SourceException(e);
            }
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            try {
                return super.read(buffer, from, length);
            } catch (IOException e) {
                throw new EmailMailbox.SourceException(e);
            }
        }
    }
}
