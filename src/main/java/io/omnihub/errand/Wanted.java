package io.omnihub.errand;

import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import java.util.Collection;
import java.util.List;

/// Which of a target's errands a claim looks for among those that are due.
///
/// @param without inboxes whose errands must wait
/// @param most    how many are claimed at most
/// @param more    so many more are looked at, since some of them will be left
public record Wanted(String target, Collection<Address> without, int most, int more) {

    public Wanted {
        without = List.copyOf(without);
    }

    /// Names an inbox.
    public record Address(TenantId tenant, InboxId inbox) {}
}
