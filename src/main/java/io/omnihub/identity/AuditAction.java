package io.omnihub.identity;

import java.util.Locale;

/// What the audit tells of.
public enum AuditAction {
    LOGIN_SUCCEEDED,
    LOGIN_FAILED,
    LOGIN_THROTTLED,
    LOGIN_ENDED,
    /// A right password after wrong ones.
    PASSWORD_ACCEPTED,
    PASSWORD_CHANGED,
    ACCOUNT_CREATED,
    ACCOUNT_CHANGED,
    TOKEN_CREATED,
    TOKEN_DELETED,
    DEADLETTER_REPLAYED,
    DEADLETTER_DISCARDED,
    DELIVERY_REPLAYED,
    FETCH_RETRIED,
    CURSOR_SET_BACK,
    CURSOR_FORGOTTEN,
    INBOX_PAUSED,
    INBOX_DRAINED,
    INBOX_RESUMED,
    ENTRY_ERASED,
    RECORD_ERASED,
    /// Those of a contact, or of a source.
    RECORDS_ERASED,
    DEVICES_ERASED,
    BACKUP_TAKEN,
    WEBHOOK_CREATED,
    WEBHOOK_CHANGED,
    WEBHOOK_DELETED,
    WEBHOOK_SWITCHED_ON,
    WEBHOOK_SWITCHED_OFF,
    WEBHOOK_SECRET_CHANGED,
    WEBHOOK_REPLAYED,
    WEBHOOK_TESTED,
    ROUTE_ROLLED_BACK,
    ROUTE_REMOVED,
    ROUTES_ACTIVATED,
    OVERLOAD_HELD,
    OVERLOAD_LET_GO;

    /// The name in the API and in the database.
    public String publicName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
