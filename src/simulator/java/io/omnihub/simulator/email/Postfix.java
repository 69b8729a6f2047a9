package io.omnihub.simulator.email;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A mail server of the wild that takes mails: the Postfix 3 of this machine, where it is installed, with files and a
/// port of its own. It keeps the mailboxes of `customer.example` and `shop.example` itself.
public final class Postfix implements AutoCloseable {

    /// How many bytes a mail may have.
    public static final int LARGEST_MAIL = 200_000;

    private static final Path PROGRAM = Path.of("/usr/sbin/postfix");

    /// Whom the mailboxes belong to.
    private static final int NOBODY = 65_534;

    private final Map<String, String> mailboxes = new TreeMap<>();
    private final Map<String, String> answers = new TreeMap<>();
    private final Path folder;
    private final int port;
    private final Process process;

    /// @param ways     where mails of other domains go, by the domain: the name of a transport, a colon, and the next
    ///     server or what is wrong with the domain
    /// @param forwards to which other address the mails of an address go
    public Postfix(Map<String, String> ways, Map<String, String> forwards) {
        try {
            folder = Files.createTempDirectory(Path.of("/tmp"), "postfix");
            port = Daemons.freePort();
            enterable(folder);
            for (String each : List.of("data", "mail", "queue")) {
                enterable(Files.createDirectory(folder.resolve(each)));
            }
            Files.setAttribute(folder.resolve("mail"), "unix:uid", NOBODY);
            Files.setOwner(
                    folder.resolve("data"),
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
            table("mailboxes", mailboxes);
            table("answers", answers);
            table("ways", new TreeMap<>(ways));
            table("forwards", new TreeMap<>(forwards));
            readable("main.cf", settings(folder));
            readable("master.cf", services(port));
            process = command("start-fg").start();
            await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String settings(Path folder) {
        return """
            compatibility_level = 3.6
            queue_directory = %1$s/queue
            data_directory = %1$s/data
            maillog_file = %1$s/log
            maillog_file_prefixes = %1$s
            mail_owner = postfix
            myhostname = mx.shop.example
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            mydestination =
            local_recipient_maps =
            alias_maps =
            smtpd_peername_lookup = no
            smtpd_relay_restrictions = permit_mynetworks, reject
            smtpd_recipient_restrictions = check_recipient_access texthash:%1$s/answers
            virtual_mailbox_domains = customer.example, shop.example
            virtual_mailbox_maps = texthash:%1$s/mailboxes
            virtual_mailbox_base = %1$s/mail
            virtual_mailbox_limit = 0
            virtual_uid_maps = static:%2$d
            virtual_gid_maps = static:%2$d
            virtual_alias_maps = texthash:%1$s/forwards
            virtual_alias_domains =
            transport_maps = texthash:%1$s/ways
            message_size_limit = %3$d
            queue_run_delay = 1s
            minimal_backoff_time = 1s
            maximal_backoff_time = 1s
            delay_warning_time = 1s
            """.formatted(folder, NOBODY, LARGEST_MAIL);
    }

    /// None in a jail. What reads tables that change serves one mail alone, so each mail finds them as they are.
    private static String services(int port) {
        return """
            127.0.0.1:%d inet n - n - - smtpd -o max_use=1
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            showq unix n - n - - showq
            error unix - - n - - error
            retry unix - - n - - error
            virtual unix - n n - - virtual -o max_use=1
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd
            """.formatted(port);
    }

    /// Whether it is installed on this machine, in a version that understands these settings, and may be started:
    /// only root may.
    public static boolean isInstalled() {
        if (!Files.isExecutable(PROGRAM) || !System.getProperty("user.name").equals("root")) {
            return false;
        }
        try {
            Process asked = new ProcessBuilder("/usr/sbin/postconf", "-d", "-h", "mail_version").start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .matches("3\\.([6-9]|\\d\\d)\\.(?s:.*)");
        } catch (IOException _) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /// Opens a mailbox.
    ///
    /// @param address of `customer.example` or `shop.example`
    public synchronized void mailbox(String address) {
        // With the stroke at its end it is a folder with a file for each mail.
        mailboxes.put(address, address + "/");
        table("mailboxes", mailboxes);
    }

    /// How it answers to an address, until it is told otherwise.
    public synchronized void answers(String address, String answer) {
        answers.put(address, answer);
        table("answers", answers);
    }

    /// Answers to an address as it should again.
    public synchronized void answersWell(String address) {
        answers.remove(address);
        table("answers", answers);
    }

    /// The mails that lie in a mailbox, as they lie there: each in a file, its lines ended by line feeds alone.
    public List<byte[]> mails(String address) {
        Path arrived = folder.resolve("mail").resolve(address).resolve("new");
        if (!Files.isDirectory(arrived)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(arrived)) {
            List<byte[]> mails = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                mails.add(Files.readAllBytes(file));
            }
            return mails;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many mails it has still to deliver.
    public long waiting() {
        return Stream.of("maildrop", "incoming", "active", "deferred")
                .map(each -> folder.resolve("queue").resolve(each))
                .mapToLong(Postfix::files)
                .sum();
    }

    private static long files(Path queue) {
        try (Stream<Path> files = Files.walk(queue)) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException _) {
            // One went away meanwhile.
            return 1;
        }
    }

    /// Its processes are not root's and enter it, whatever the umask is.
    private static void enterable(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void table(String name, Map<String, String> entries) {
        String lines = entries.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            Path written = readable(name + ".new", lines);
            Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path readable(String name, String text) throws IOException {
        Path written = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private ProcessBuilder command(String command) {
        return new ProcessBuilder(PROGRAM.toString(), "-c", folder.toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()));
    }

    private void await() throws IOException {
        if (Daemons.starts(process, port)) {
            return;
        }
        String said = said();
        close();
        throw new IllegalStateException("Postfix does not start: " + said);
    }

    /// What it said of itself and of each mail.
    public String said() {
        StringBuilder said = new StringBuilder();
        for (String each : List.of("out", "log")) {
            try {
                said.append(Files.readString(folder.resolve(each)));
            } catch (IOException _) {
                // It said nothing there.
            }
        }
        return said.toString();
    }

    /// Ends it with all of its processes, and removes what it kept.
    @Override
    public void close() {
        try {
            List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList();
            command("stop").start().onExit().join();
            all.forEach(each -> each.onExit().join());
            Daemons.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
