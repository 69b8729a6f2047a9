package io.omnihub.record;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.Content;
import java.util.ArrayList;
import java.util.List;

/// A record as a message shows it: as a card, and in words for channels that have none.
final class RecordCard {

    private static final int MOST_LINES = 10;
    private static final int MOST_BUTTONS = 3;

    private RecordCard() {}

    static Content card(BusinessRecord record) {
        return new Content.Card(
                record.title(),
                lines(record),
                record.buttons().stream()
                        .limit(MOST_BUTTONS)
                        .map(button -> new Content.Card.Button(button.label(), button.url()))
                        .toList(),
                null);
    }

    static Content text(BusinessRecord record) {
        StringBuilder text = new StringBuilder(record.title());
        lines(record)
                .forEach(line -> text.append('\n')
                        .append(line.name())
                        .append(line.name().isEmpty() ? "" : ": ")
                        .append(line.value()));
        record.buttons().stream()
                .limit(MOST_BUTTONS)
                .forEach(button ->
                        text.append('\n').append(button.label()).append(": ").append(button.url()));
        return new Content.Text(text.toString());
    }

    private static List<Content.Card.Field> lines(BusinessRecord record) {
        List<Content.Card.Field> lines = new ArrayList<>();
        if (!record.state().isEmpty()) {
            lines.add(new Content.Card.Field("state", record.state()));
        }
        record.fields().stream()
                .limit(MOST_LINES)
                .forEach(field -> lines.add(new Content.Card.Field(field.name(), value(field))));
        return lines;
    }

    private static String value(BusinessRecord.Field field) {
        return field.currency().isEmpty() ? field.value() : field.value() + " " + field.currency();
    }
}
