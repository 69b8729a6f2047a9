package io.omnihub.channel.wechat;

import io.omnihub.channel.send.CallLedger;
import io.omnihub.message.OutboundMessage;
import io.omnihub.message.PlatformCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps the calls of each delivery as the hub's ledger does.
final class CallLedgerDouble implements CallLedger {

    private final Map<String, List<PlatformCall>> calls = new ConcurrentHashMap<>();

    @Override
    public void record(OutboundMessage message, List<PlatformCall> made, boolean maybeRepeated, Duration keysKnownFor) {
        calls.put(message.delivery(), List.copyOf(made));
    }

    List<PlatformCall> of(String delivery) {
        return calls.getOrDefault(delivery, List.of());
    }
}
