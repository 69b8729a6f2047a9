package io.omnihub.errand;

import java.util.concurrent.CompletableFuture;

/// Tells how an errand ended, to the log or to whoever asked for it.
@FunctionalInterface
public interface Telling {

    /// Nobody is told: whoever wants to know looks into the ledger.
    Telling NOBODY = _ -> CompletableFuture.completedFuture(null);

    /// Tells it; the ledger asks again after a failure, and may ask twice.
    CompletableFuture<?> tell(Errand ended);
}
