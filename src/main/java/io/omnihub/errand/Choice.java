package io.omnihub.errand;

import io.omnihub.store.Transaction;
import java.sql.SQLException;

/// What a kind makes of an errand that is due, within the transaction that claims it.
@FunctionalInterface
public interface Choice {

    Decision of(Transaction tx, Errand due) throws SQLException;

    /// What is to become of it.
    sealed interface Decision {}

    /// It is claimed.
    ///
    /// @param plan what this try settles for all later ones, in the kind's own form, where none has before; empty
    ///             for nothing
    record Take(String plan) implements Decision {}

    /// It stays as it is, for another time or another node.
    record Leave() implements Decision {}

    /// It has failed, without an attempt.
    record Fail(String code, String reason) implements Decision {}
}
