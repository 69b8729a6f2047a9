package io.omnihub.simulator.email;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Stands before a provider's IMAP or SMTP server, which speaks in clear, and has its clients speak TLS: from the
/// beginning, or once they ask for it (STARTTLS). Or it offers nothing such, as somebody does who wants to listen.
public final class TlsFront implements AutoCloseable {

    private final Sockets sockets;
    private final int provider;
    private final Way way;
    private final @Nullable SelfSigned certificate;
    private final List<String> clear = new CopyOnWriteArrayList<>();

    private TlsFront(int provider, Way way, @Nullable SelfSigned certificate) {
        this.provider = provider;
        this.way = way;
        this.certificate = certificate;
        this.sockets = new Sockets("tls-front", client -> new Connection(client).asks());
    }

    /// @param provider the port behind it
    public static TlsFront fromTheBeginning(int provider, SelfSigned certificate) {
        return new TlsFront(provider, Way.AT_ONCE, certificate);
    }

    /// @param provider the port behind it
    public static TlsFront onceAsked(int provider, SelfSigned certificate) {
        return new TlsFront(provider, Way.ONCE_ASKED, certificate);
    }

    /// @param provider the port behind it
    public static TlsFront stripping(int provider) {
        return new TlsFront(provider, Way.NEVER, null);
    }

    public int port() {
        return sockets.port();
    }

    /// What clients said that anybody could read on the way.
    public List<String> clear() {
        return List.copyOf(clear);
    }

    @Override
    public void close() {
        sockets.close();
    }

    /// When its clients speak TLS.
    private enum Way {
        AT_ONCE,
        ONCE_ASKED,
        NEVER
    }

    /// One client's.
    private final class Connection {

        private final Socket client;
        private volatile Socket talked;
        private volatile boolean secret;
        private volatile boolean greeted;

        private Connection(Socket client) {
            this.client = client;
            this.talked = client;
        }

        private void asks() {
            try (client) {
                if (way == Way.AT_ONCE) {
                    secure();
                }
                between(sockets.behind(provider));
            } catch (IOException _) {
                // One of both went away, or does not trust the other.
            }
        }

        private void between(Socket behind) throws IOException {
            try (behind) {
                Thread.ofVirtual().name("tls-front-answers").start(() -> answers(behind));
                InputStream in = new BufferedInputStream(talked.getInputStream());
                OutputStream out = behind.getOutputStream();
                for (byte[] line = line(in); line.length > 0; line = line(in)) {
                    String said = text(line).strip();
                    if (!secret) {
                        clear.add(said);
                    }
                    greeted = said.toUpperCase(Locale.ROOT).startsWith("EHLO");
                    if (!secret
                            && way == Way.ONCE_ASKED
                            && said.toUpperCase(Locale.ROOT).endsWith("STARTTLS")) {
                        String tag = said.substring(0, said.length() - "STARTTLS".length());
                        say((tag.isEmpty() ? "220 go ahead" : tag + "OK go ahead") + "\r\n");
                        secure();
                        in = new BufferedInputStream(talked.getInputStream());
                        continue;
                    }
                    out.write(line);
                    out.flush();
                }
            }
        }

        private void secure() throws IOException {
            SSLSocket socket = (SSLSocket) Objects.requireNonNull(certificate)
                    .context()
                    .getSocketFactory()
                    .createSocket(client, client.getInetAddress().getHostAddress(), client.getPort(), true);
            socket.setUseClientMode(false);
            socket.startHandshake();
            talked = socket;
            secret = true;
        }

        private void answers(Socket behind) {
            try (client;
                    behind) {
                InputStream in = new BufferedInputStream(behind.getInputStream());
                for (byte[] line = line(in); line.length > 0; line = line(in)) {
                    if (secret || way != Way.ONCE_ASKED) {
                        OutputStream out = talked.getOutputStream();
                        out.write(line);
                        out.flush();
                    } else {
                        say(offering(text(line)));
                    }
                }
            } catch (IOException _) {
                // One of both went away.
            }
        }

        /// The server behind can do nothing such itself.
        private String offering(String line) {
            if (line.startsWith("* CAPABILITY")) {
                return line.stripTrailing() + " STARTTLS\r\n";
            }
            if (greeted && line.startsWith("250")) {
                greeted = false;
                return "250-" + line.substring(4) + (line.startsWith("250-") ? "250-" : "250 ") + "STARTTLS\r\n";
            }
            return line;
        }

        private void say(String line) throws IOException {
            OutputStream out = talked.getOutputStream();
            out.write(line.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        private static String text(byte[] line) {
            return new String(line, StandardCharsets.ISO_8859_1);
        }

        /// With its end; nothing where there is no more.
        private static byte[] line(InputStream in) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int each = in.read(); each >= 0; each = in.read()) {
                line.write(each);
                if (each == '\n') {
                    break;
                }
            }
            return line.toByteArray();
        }
    }
}
