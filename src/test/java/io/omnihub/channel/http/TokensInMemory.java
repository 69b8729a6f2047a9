package io.omnihub.channel.http;

import io.omnihub.message.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Access tokens that the nodes of a test share.
public final class TokensInMemory implements SharedTokens {

    private final Map<String, Held> tokens = new ConcurrentHashMap<>();
    private final Map<String, Owner> turns = new ConcurrentHashMap<>();
    private final Clock clock;

    public TokensInMemory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Held> find(TenantId tenant, String name) {
        return Optional.ofNullable(tokens.get(tenant + " " + name));
    }

    @Override
    public Optional<Turn> turn(TenantId tenant, String name, Duration longest) {
        String key = tenant + " " + name;
        Instant now = clock.instant();
        Owner mine = new Owner(UUID.randomUUID(), now.plus(longest));
        Owner owner = turns.merge(key, mine, (old, fresh) -> old.until().isAfter(now) ? old : fresh);
        if (!owner.equals(mine)) {
            return Optional.empty();
        }
        return Optional.of(new Turn() {
            @Override
            public boolean share(Held held) {
                boolean holds = mine.equals(turns.get(key));
                if (holds) {
                    tokens.put(key, held);
                }
                return holds;
            }

            @Override
            public void close() {
                turns.remove(key, mine);
            }
        });
    }

    private record Owner(UUID id, Instant until) {}
}
