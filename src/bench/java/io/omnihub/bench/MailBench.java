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

/// Mailboxes that rest: the memory and the threads that each takes, listened to and polled. And mails that wait in one:
/// how many are read, stored and marked as read in a second.
final class MailBench {

    private static final int MAILBOXES = 200;
    private static final int MAILS = 400;
    private static final String BUSY = "busy@shop.example";
    private static final String TEXT = "0123456789 ".repeat(20) + "\r\n";

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
            return new Rest(hub.settledMegabytes(), threads(hub.process()));
        }
    }

    private void taking(EmailSimulator provider) {
        List<String> arguments = new ArrayList<>();
        inbox(arguments, "busy", BUSY, provider, true);
        try (PackagedHub hub =
                PackagedHub.start(data.resolve("taking"), List.of(), PackagedHub.forSockets(arguments))) {
            hub.awaitReady();
            take(provider, MAILS);
            for (int round = 0; round < settings.rounds(); round++) {
                Use before = hub.use();
                long begun = System.nanoTime();
                take(provider, MAILS);
                report.add(
                        "mail: taken from one mailbox",
                        Sample.of(MAILS, System.nanoTime() - begun, hub.use().since(before)));
            }
        }
    }

    /// Puts mails there, and waits until they are marked as read, which they are once they are stored.
    private void take(EmailSimulator provider, int mails) {
        for (int i = 0; i < mails; i++) {
            provider.deliver(
                    BUSY,
                    "Customer <c" + sent % 100 + "@customer.example>",
                    "Order " + sent,
                    "<" + sent++ + "@customer.example>",
                    "",
                    TEXT.repeat(5));
        }
        long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (provider.unread(BUSY, "INBOX") > 0) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException("mails are left that nobody takes");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
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

    private static int threads(Process process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"), StandardCharsets.US_ASCII).stream()
                    .filter(line -> line.startsWith("Threads:"))
                    .map(line ->
                            Integer.valueOf(line.substring("Threads:".length()).strip()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Rest(double megabytes, int threads) {}
}
