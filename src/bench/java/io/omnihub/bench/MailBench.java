package io.omnihub.bench;

import io.omnihub.simulator.email.EmailSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Mailboxes that rest: the memory and the threads that each takes, listened to and polled. And mails that wait in one,
/// or in eight at once: how many are read, stored and marked as read in a second. And a large one: the memory that it
/// takes to read it.
final class MailBench {

    private static final int MAILBOXES = 200;
    private static final int MAILS = 400;
    private static final int SEVERAL = 8;
    private static final int MAILS_OF_EACH = 200;
    private static final int LARGE = 30 << 20;
    private static final String BUSY = "busy@shop.example";
    private static final String TEXT = "0123456789 ".repeat(20) + "\r\n";
    private static final String LINE = "0123456789".repeat(7) + "012345\r\n";

    private static final String FILM = """
            --b\r
            \r
            see the film\r
            --b\r
            Content-Type: video/mp4\r
            Content-Disposition: attachment; filename=film.mp4\r
            Content-Transfer-Encoding: base64\r
            \r
            """;

    private final Settings settings;
    private final Report report;
    private final Path data;
    private int sent;

    private MailBench(Settings settings, Report report, Path data) {
        this.settings = settings;
        this.report = report;
        this.data = data;
    }

    static void run(Settings settings, Report report, Path data) {
        new MailBench(settings, report, data).measure();
    }

    private void measure() {
        try (EmailSimulator provider = new EmailSimulator()) {
            provider.mailbox(BUSY, "secret");
            Rest alone = rest(provider, "one", 0, true);
            for (boolean idle : new boolean[] {true, false}) {
                Rest all = rest(provider, idle ? "listened" : "polled", MAILBOXES, idle);
                String name = "mail: " + MAILBOXES + " mailboxes at rest, " + (idle ? "listened to" : "polled") + ": ";
                report.add(name + "memory (RSS) each", "KB", (all.megabytes() - alone.megabytes()) * 1_024 / MAILBOXES);
                report.add(name + "threads of the system more", "threads", (double) all.threads() - alone.threads());
            }
            taking(provider);
            large(provider);
        }
    }

    private Rest rest(EmailSimulator provider, String name, int mailboxes, boolean idle) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < mailboxes; i++) {
            String address = "m" + i + "@shop.example";
            provider.mailbox(address, "secret");
            inbox(arguments, "m" + i, address, provider, idle);
        }
        inbox(arguments, "busy", BUSY, provider, idle);
        try (PackagedHub hub =
                PackagedHub.start(data.resolve(name), Sample.GIVING_BACK, PackagedHub.forSockets(arguments))) {
            hub.awaitReady();
            // All have looked, and looked again.
            LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
            return new Rest(hub.settledMegabytes(), status(hub.process(), "Threads:"));
        }
    }

    private void taking(EmailSimulator provider) {
        List<String> addresses = IntStream.range(0, SEVERAL)
                .mapToObj(i -> "s" + i + "@shop.example")
                .toList();
        List<String> arguments = new ArrayList<>();
        inbox(arguments, "busy", BUSY, provider, true);
        for (int i = 0; i < SEVERAL; i++) {
            provider.mailbox(addresses.get(i), "secret");
            inbox(arguments, "s" + i, addresses.get(i), provider, true);
        }
        try (PackagedHub hub =
                PackagedHub.start(data.resolve("taking"), List.of(), PackagedHub.forSockets(arguments))) {
            hub.awaitReady();
            take(provider, List.of(BUSY), MAILS);
            for (int round = 0; round < settings.rounds(); round++) {
                measure(hub, "mail: taken from one mailbox", provider, List.of(BUSY), MAILS);
                measure(hub, "mail: taken from " + SEVERAL + " mailboxes", provider, addresses, MAILS_OF_EACH);
            }
        }
    }

    private void measure(PackagedHub hub, String row, EmailSimulator provider, List<String> addresses, int mails) {
        Use before = hub.use();
        long begun = System.nanoTime();
        take(provider, addresses, mails);
        long count = (long) mails * addresses.size();
        report.add(row, Sample.of(count, System.nanoTime() - begun, hub.use().since(before)));
    }

    /// Puts mails into each mailbox, and waits until they are marked as read, which they are once they are stored.
    private void take(EmailSimulator provider, List<String> addresses, int mails) {
        for (int i = 0; i < mails; i++) {
            for (String address : addresses) {
                deliver(provider, address, "", TEXT.repeat(5));
            }
        }
        addresses.forEach(address -> awaitTaken(provider, address));
    }

    private void deliver(EmailSimulator provider, String address, String headers, String body) {
        provider.deliver(
                address,
                "Customer <c" + sent % 100 + "@customer.example>",
                "Order " + sent,
                "<" + sent++ + "@customer.example>",
                headers,
                body);
    }

    private static void awaitTaken(EmailSimulator provider, String address) {
        long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (provider.unread(address, "INBOX") > 0) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException("mails are left that nobody takes");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /// A mail that is nearly all one file, after small ones have shown the hub what it needs for any.
    private void large(EmailSimulator provider) {
        List<String> arguments = new ArrayList<>();
        inbox(arguments, "busy", BUSY, provider, true);
        try (PackagedHub hub =
                PackagedHub.start(data.resolve("large"), Sample.GIVING_BACK, PackagedHub.forSockets(arguments))) {
            hub.awaitReady();
            take(provider, List.of(BUSY), MAILS_OF_EACH);
            for (int round = 0; round < settings.rounds(); round++) {
                double idle = hub.settledMegabytes();
                forgetPeak(hub.process());
                deliver(
                        provider,
                        BUSY,
                        "Content-Type: multipart/mixed; boundary=b\r\n",
                        FILM + LINE.repeat(LARGE / LINE.length()) + "--b--\r\n");
                awaitTaken(provider, BUSY);
                report.add(
                        "mail: memory (RSS) to read one of 30 MB, at most, above idle",
                        "MB",
                        status(hub.process(), "VmHWM:") / 1_024.0 - idle);
            }
        }
    }

    private static void inbox(
            List<String> arguments, String id, String address, EmailSimulator provider, boolean idle) {
        String prefix = "--omnihub.channels.email.inboxes." + id + ".";
        arguments.addAll(List.of(
                prefix + "address=" + address,
                prefix + "password=secret",
                prefix + "imap-host=127.0.0.1",
                prefix + "imap-port=" + provider.imapPort(),
                prefix + "imap-security=none",
                prefix + "smtp-host=127.0.0.1",
                prefix + "smtp-port=" + provider.smtpPort(),
                prefix + "smtp-security=none",
                prefix + "poll-every=5s",
                prefix + "take-existing=true",
                prefix + "idle=" + idle));
    }

    /// Has Linux count the most memory that a process held from now on.
    private static void forgetPeak(Process process) {
        try {
            Files.writeString(Path.of("/proc/" + process.pid() + "/clear_refs"), "5", StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(Process process, String name) {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc/" + process.pid() + "/status"), StandardCharsets.US_ASCII)) {
            String line =
                    lines.filter(each -> each.startsWith(name)).findFirst().orElseThrow();
            return Integer.parseInt(line.replaceAll("\\D", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Rest(double megabytes, int threads) {}
}
