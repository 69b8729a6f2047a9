package io.omnihub.media;

import io.omnihub.channel.ScannerUnavailableException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Has ClamAV look at files, over the socket of its daemon: see `INSTREAM` in the manual of `clamd`.
final class VirusScanner {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_ANSWER = 1_024;
    private static final Pattern ADDRESS = Pattern.compile("(?<host>[^:\\s]+|\\[[0-9A-Fa-f:]+]):(?<port>[0-9]{1,5})");
    private static final Pattern FOUND = Pattern.compile("stream: (?<virus>.+) FOUND");

    private final @Nullable InetSocketAddress clamd;

    /// @param address host and port of the daemon; empty where nothing is looked at
    VirusScanner(String address) {
        this.clamd = address.isEmpty() ? null : parse(address);
    }

    /// The name of the virus that a file has; empty where it has none, or where nothing is looked at.
    ///
    /// @throws ScannerUnavailableException where the daemon does not say
    Optional<String> scan(Path file) throws IOException {
        if (clamd == null) {
            return Optional.empty();
        }
        String answer = ask(clamd, file);
        if (answer.equals("stream: OK")) {
            return Optional.empty();
        }
        Matcher found = FOUND.matcher(answer);
        if (found.matches()) {
            return Optional.of(found.group("virus"));
        }
        throw new ScannerUnavailableException("the virus scanner answered: " + answer, null);
    }

    private static String ask(InetSocketAddress clamd, Path file) throws ScannerUnavailableException {
        // Unresolved until now, so that a name that leads elsewhere later is followed.
        InetSocketAddress resolved = new InetSocketAddress(clamd.getHostString(), clamd.getPort());
        try (Socket socket = new Socket();
                InputStream bytes = Files.newInputStream(file)) {
            socket.connect(resolved, Math.toIntExact(CONNECT.toMillis()));
            socket.setSoTimeout(Math.toIntExact(ANSWER.toMillis()));
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write("zINSTREAM\0".getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = new byte[CHUNK];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                out.writeInt(read);
                out.write(chunk, 0, read);
            }
            out.writeInt(0);
            out.flush();
            byte[] answer = socket.getInputStream().readNBytes(LONGEST_ANSWER);
            return new String(answer, StandardCharsets.UTF_8).replace("\0", "").strip();
        } catch (IOException | RuntimeException e) {
            throw new ScannerUnavailableException("the virus scanner can't be asked", e);
        }
    }

    private static InetSocketAddress parse(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        int port = matcher.matches() ? Integer.parseInt(matcher.group("port")) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "omnihub.media.clamav must be a host and a port, such as 127.0.0.1:3310, not \"" + address + "\"");
        }
        return InetSocketAddress.createUnresolved(
                matcher.group("host").replace("[", "").replace("]", ""), port);
    }
}
