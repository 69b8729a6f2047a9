package io.omnihub.errand;

import java.time.Duration;

/// What all errands of a kind have in common.
///
/// @param name        in the ledger, never to be changed
/// @param ordered     whether only the lowest of a lane that has not ended may be done
/// @param retries     when one that failed is done again, and when it is given up
/// @param claim       how long a node may take for one attempt before another one takes it up
/// @param poll        how often, at the least, a node looks for what other nodes wrote
/// @param keepsResult whether what came of one stays in the ledger after it was told
/// @param outgoing    whether it waits while an inbox is paused, and not only while it is drained
/// @param late        why one was given up that nobody began in time, in a sentence
public record ErrandKind(
        String name,
        boolean ordered,
        Retries retries,
        Duration claim,
        Duration poll,
        boolean keepsResult,
        boolean outgoing,
        String late) {}
