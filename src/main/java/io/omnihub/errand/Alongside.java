package io.omnihub.errand;

import io.omnihub.store.Transaction;
import java.sql.SQLException;

/// What is written together with the outcome of an attempt, in the same transaction. It may run again where it is
/// unknown whether that was committed.
@FunctionalInterface
public interface Alongside {

    /// Nothing.
    Alongside NOTHING = _ -> {};

    void in(Transaction tx) throws SQLException;
}
