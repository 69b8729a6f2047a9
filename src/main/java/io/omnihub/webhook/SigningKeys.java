package io.omnihub.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The keys of a subscription: the one that it has, and for a while the one before it, so that whoever checks may
/// change it without a gap.
///
/// @param current null where what is stored can't be read
/// @param until   when the one before signs no more
record SigningKeys(@Nullable SigningKey current, @Nullable SigningKey before, Instant until) {

    /// What is stored was encrypted with another key.
    static final SigningKeys UNREADABLE = new SigningKeys(null, null, Instant.EPOCH);

    static SigningKeys of(SigningKey key) {
        return new SigningKeys(key, null, Instant.EPOCH);
    }

    /// With another key, beside which the one so far goes on until a time.
    SigningKeys rotated(SigningKey key, Instant goesOn) {
        return new SigningKeys(key, current, goesOn);
    }

    /// The header `webhook-signature`.
    String sign(String id, Instant time, byte[] body) {
        return Stream.of(current, time.isBefore(until) ? before : null)
                .flatMap(Stream::ofNullable)
                .map(key -> key.sign(id, time, body))
                .collect(Collectors.joining(" "));
    }

    boolean areReadable() {
        return current != null;
    }

    /// For the database, to be encrypted.
    byte[] bytes() {
        String text = until.toEpochMilli()
                + Stream.of(current, before)
                        .flatMap(Stream::ofNullable)
                        .map(key -> "\n" + key.text())
                        .collect(Collectors.joining());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Reads what [#bytes()] wrote.
    static SigningKeys read(byte[] bytes) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        return new SigningKeys(
                SigningKey.parse(lines.get(1)),
                lines.size() > 2 ? SigningKey.parse(lines.get(2)) : null,
                Instant.ofEpochMilli(Long.parseLong(lines.getFirst())));
    }
}
