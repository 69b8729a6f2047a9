package io.omnihub.errand;

import java.util.concurrent.CompletableFuture;

/// Tells how an errand ended, to the log or to whoever asked for it.
@FunctionalInterface
public interface Telling {

    /// Tells it; the ledger asks again after a failure, and may ask twice.
    CompletableFuture<?> tell(Errand ended);
}
