package io.omnihub.simulator.email;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A mail server of the wild: the Dovecot 2.3 of this machine, where it is installed, with files and a port of its own.
/// Every user has a mailbox, and the password `secret`.
public final class Dovecot implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");

    /// Dovecot reads no mail as root.
    private static final int NOBODY = 65_534;

    private final Path folder;
    private final int port;
    private final Process process;

    public Dovecot() {
        try {
            folder = Files.createTempDirectory(Path.of("/tmp"), "dovecot");
            port = Daemons.freePort();
            boolean root = System.getProperty("user.name").equals("root");
            Path mail = Files.createDirectories(folder.resolve("mail"));
            Path run = Files.createDirectories(folder.resolve("run"));
            int user = (int) Files.getAttribute(folder, "unix:uid");
            int group = (int) Files.getAttribute(folder, "unix:gid");
            if (root) {
                user = NOBODY;
                group = NOBODY;
                Files.setAttribute(mail, "unix:uid", NOBODY);
                for (Path each : new Path[] {folder, run}) {
                    Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
            String settings = settings(folder, user, group, port)
                    + (root
                            ? ""
                            : ofOneUser(
                                    Files.getAttribute(folder, "owner:owner"),
                                    Files.getAttribute(folder, "posix:group")));
            Path file = Files.writeString(folder.resolve("dovecot.conf"), settings);
            process = new ProcessBuilder(PROGRAM.toString(), "-F", "-c", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
            await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String settings(Path folder, int user, int group, int port) {
        return """
            base_dir = %1$s/run
            state_dir = %1$s/run
            log_path = %1$s/log
            protocols = imap
            ssl = no
            disable_plaintext_auth = no
            listen = 127.0.0.1
            mail_location = maildir:%1$s/mail/%%u
            first_valid_uid = 1
            first_valid_gid = 1
            mail_max_userip_connections = 500
            default_client_limit = 2000
            default_process_limit = 500
            passdb {
              driver = static
              args = password=secret
            }
            userdb {
              driver = static
              args = uid=%2$d gid=%3$d home=%1$s/mail/%%u
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = %4$d
              }
              inet_listener imaps {
                port = 0
              }
            }
            service anvil {
              chroot =
            }
            service stats {
              chroot =
            }
            namespace inbox {
              inbox = yes
              separator = /
            }
            """.formatted(folder, user, group, port);
    }

    /// Where it is not started by root.
    private static String ofOneUser(Object user, Object group) {
        return """
            default_internal_user = %1$s
            default_internal_group = %2$s
            default_login_user = %1$s
            """.formatted(user, group);
    }

    /// Whether it is installed on this machine, in a version that understands these settings.
    public static boolean isInstalled() {
        if (!Files.isExecutable(PROGRAM)) {
            return false;
        }
        try {
            Process asked = new ProcessBuilder(PROGRAM.toString(), "--version").start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).startsWith("2.3.");
        } catch (IOException _) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    private void await() throws IOException {
        if (Daemons.starts(process, port)) {
            return;
        }
        String said = Files.readString(folder.resolve("out"));
        close();
        throw new IllegalStateException("Dovecot does not start: " + said);
    }

    /// Ends it, and removes what it kept.
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        try {
            Daemons.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
