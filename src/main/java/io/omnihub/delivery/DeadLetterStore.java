package io.omnihub.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.buffer.DeadLetterSink;
import io.omnihub.buffer.RawDeadLetter;
import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.loop.Labels;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// Keeps what was given up before the engine saw it; the same bytes given up by the same route are one.
final class DeadLetterStore implements DeadLetterSink {

    private final Database database;
    private final DeadLetters deadLetters;
    private final MeterRegistry meters;
    private final Labels channels = new Labels();

    DeadLetterStore(Database database, DeadLetters deadLetters, MeterRegistry meters) {
        this.database = database;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    @Override
    public void store(RawDeadLetter letter) {
        byte[] body = letter.raw().bytes();
        DeadLetter kept = new DeadLetter(
                UUID.randomUUID().toString(),
                letter.tenant(),
                letter.channel().value(),
                letter.inbox().value(),
                letter.route(),
                letter.reason(),
                letter.kind(),
                sha256(body),
                letter.raw().contentType(),
                body,
                letter.replayTo(),
                letter.receivedAt(),
                null);
        database.write(Tenants.of(letter.tenant()), tx -> {
            deadLetters.add(tx, kept);
            return kept;
        });
        // What never came to the engine counts beside what it gave up.
        meters.counter(
                        "omnihub.engine.events",
                        "channel",
                        channels.of(letter.channel().value()),
                        "outcome",
                        "dead")
                .increment();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
