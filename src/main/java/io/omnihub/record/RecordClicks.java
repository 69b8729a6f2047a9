package io.omnihub.record;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.Content;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what is pressed: only buttons that a record has now, whoever presses them and wherever they are shown.
final class RecordClicks {

    private final Database database;
    private final Records records;

    RecordClicks(Database database, Records records) {
        this.database = database;
        this.records = records;
    }

    /// @param value of the button
    /// @param agent whether an agent presses it, and not the customer
    /// @throws ProblemException where there is no such record, or it has no such button any more
    Pressed find(TenantId tenant, String record, @Nullable String value, boolean agent) {
        Records.Kept kept = database.read(Tenants.of(tenant), tx -> records.find(tx, tenant, record))
                .orElseThrow(ProblemException::notFound);
        return kept.record().buttons().stream()
                .filter(each -> !each.value().isEmpty() && each.value().equals(value) && (agent || !each.agentsOnly()))
                .findFirst()
                .map(button -> new Pressed(kept, button))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNKNOWN, "The record has no button with this value, or no more."));
    }

    /// A button of a record.
    record Pressed(Records.Kept kept, BusinessRecord.Button button) {

        /// What the event [Content.SystemEvent#CARD_CLICK] tells of it.
        Map<String, String> data() {
            return data(kept.record().title(), button.label());
        }

        /// The same in the words of the card on which it was pressed.
        Map<String, String> data(String title, String label) {
            return Map.of(
                    Content.Card.RECORD,
                    kept.id(),
                    "source",
                    kept.source(),
                    "type",
                    kept.record().type(),
                    "key",
                    kept.record().key(),
                    "title",
                    title,
                    "value",
                    button.value(),
                    "button",
                    label);
        }
    }
}
