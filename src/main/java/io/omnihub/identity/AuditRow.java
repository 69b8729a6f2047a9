package io.omnihub.identity;

import io.omnihub.message.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One thing that was done.
///
/// @param number   counts a tenant's rows from 1, without a gap
/// @param who      as [Caller#who] says; empty where nobody had logged in
/// @param what     the public name of an [AuditAction]
/// @param target   the id or name of what it was done to
/// @param details  a JSON object
/// @param previous the hash of the row before it; zeros in the first one
/// @param hash     of all other fields
@SuppressWarnings("ArrayRecordComponent")
public record AuditRow(
        TenantId tenant,
        long number,
        Instant at,
        String who,
        String what,
        String target,
        String details,
        byte[] previous,
        byte[] hash) {

    /// A row with the hash that it must have.
    static AuditRow next(TenantId tenant, long number, Instant at, AuditNote note, byte[] previous) {
        AuditRow open = new AuditRow(
                tenant,
                number,
                at,
                note.who(),
                note.action().publicName(),
                note.target(),
                note.json(),
                previous,
                new byte[0]);
        return new AuditRow(
                tenant, number, at, open.who, open.what, open.target, open.details, previous, open.computedHash());
    }

    /// SHA-256 over all fields in order, each text after its length, so that no two rows have the same bytes.
    byte[] computedHash() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(number);
            out.writeLong(at.toEpochMilli());
            for (String text : new String[] {tenant.value(), who, what, target, details}) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(encoded.length);
                out.write(encoded);
            }
            out.write(previous);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Secrets.sha256(bytes.toByteArray());
    }
}
