package io.omnihub.simulator.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An SMTP server that answers as it was told, for each address and each command, also by a byte now and then without
/// end; and one that says nothing at all, where it was told so.
public final class StubbornServer implements AutoCloseable {

    private static final int PAUSE_MILLIS = 50;

    private final Sockets sockets;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> commands = new ConcurrentHashMap<>();
    private final Set<String> wishless = ConcurrentHashMap.newKeySet();
    private volatile String token = "";
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<String> envelopes = new CopyOnWriteArrayList<>();
    private final Set<String> dripping = ConcurrentHashMap.newKeySet();
    private final AtomicInteger left = new AtomicInteger();

    /// @param silent whether it takes connections and never answers
    public StubbornServer(boolean silent) {
        sockets = new Sockets("stubborn-server", socket -> {
            if (!silent) {
                serve(socket);
            }
        });
    }

    public int port() {
        return sockets.port();
    }

    /// How it answers to an address, until it is told otherwise.
    public void answers(String address, String answer) {
        answers.put(address, answer);
    }

    /// How it answers to a command, until it is told otherwise: where that is 421 or nothing at all, it ends the
    /// connection too.
    ///
    /// @param command such as `MAIL`; `.` is the end of a mail, which it has taken then, and empty who connects
    public void answersTo(String command, String answer) {
        commands.put(command, answer);
    }

    /// Begins to answer to a command, and gives a byte of that from time to time as long as somebody listens.
    ///
    /// @param command as above
    public void dripsTo(String command) {
        dripping.add(command);
    }

    /// How many have gone away from an answer without end.
    public int left() {
        return left.get();
    }

    /// Answers to a command as it should again.
    public void answersWell(String command) {
        commands.remove(command);
        dripping.remove(command);
    }

    /// Refuses wishes for reports of mails to an address, although it says that it takes such.
    public void takesNoWishes(String address) {
        wishless.add(address);
    }

    /// Logs in only whoever has this token of OAuth 2.
    public void takesToken(String right) {
        token = right;
    }

    /// How the mails that it took were handed over: the commands that say from whom and to whom.
    public List<String> envelopes() {
        return List.copyOf(envelopes);
    }

    /// The mails that it took, each with the addresses that it took it for before it.
    public List<String> taken() {
        return List.copyOf(taken);
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            if (!says(out, "", "220 ready")) {
                return;
            }
            StringBuilder to = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String word = line.toUpperCase(Locale.ROOT);
                if (word.startsWith("MAIL") || word.startsWith("RCPT")) {
                    envelopes.add(line);
                }
                String command = word.split(" ", 2)[0];
                if (commands.containsKey(command) || dripping.contains(command)) {
                    if (!says(out, command, "")) {
                        return;
                    }
                } else if (word.startsWith("EHLO")) {
                    say(out, "250-hello\r\n250-DSN\r\n250 AUTH " + (token.isEmpty() ? "PLAIN" : "XOAUTH2"));
                } else if (word.startsWith("AUTH")) {
                    say(out, isRight(line) ? "235 fine" : "535 5.7.3 no");
                } else if (word.startsWith("RCPT")) {
                    String address = line.replaceAll(".*<(.*)>.*", "$1");
                    String answer = line.contains("NOTIFY=") && wishless.contains(address)
                            ? "555 5.5.4 unsupported parameter"
                            : answers.getOrDefault(address, "250 fine");
                    if (answer.startsWith("2")) {
                        to.append(address).append('\n');
                    }
                    say(out, answer);
                } else if (word.startsWith("MAIL") || word.startsWith("RSET")) {
                    to.setLength(0);
                    say(out, "250 fine");
                } else if (word.startsWith("DATA")) {
                    say(out, "354 go on");
                    StringBuilder mail = new StringBuilder(to);
                    String each = in.readLine();
                    for (; each != null && !each.equals("."); each = in.readLine()) {
                        mail.append(each).append('\n');
                    }
                    if (each == null) {
                        // One that has no end is none.
                        return;
                    }
                    taken.add(mail.toString());
                    if (!says(out, ".", "250 taken")) {
                        return;
                    }
                } else if (word.startsWith("QUIT")) {
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, "500 what?");
                }
            }
        } catch (IOException _) {
            // The other side went away.
        }
    }

    private boolean isRight(String line) {
        if (token.isEmpty()) {
            return true;
        }
        byte[] said = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
        return new String(said, StandardCharsets.UTF_8).contains("auth=Bearer " + token + "\u0001");
    }

    /// @param otherwise where it was told nothing
    /// @return whether it goes on
    private boolean says(OutputStream out, String command, String otherwise) throws IOException {
        if (dripping.contains(command)) {
            drip(out);
            return false;
        }
        String answer = commands.getOrDefault(command, otherwise);
        if (!answer.isEmpty()) {
            say(out, answer);
        }
        return !answer.isEmpty() && !answer.startsWith("421");
    }

    private void drip(OutputStream out) throws IOException {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                out.write('2');
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            left.incrementAndGet();
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        closed.countDown();
        sockets.close();
    }
}
