package io.omnihub.record;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A record as a message shows it: as a card, and in words for channels that have none.
final class RecordCard {

    private static final String STATE = "state";
    private static final int MOST_LINES = 10;
    private static final int MOST_BUTTONS = 3;

    private RecordCard() {}

    /// For agents, whose pages know the words.
    static Content card(BusinessRecord record) {
        return card(record, lines(record, name -> name, state -> state, RecordCard::value));
    }

    /// For a customer.
    static Content card(BusinessRecord record, RecordWords words) {
        return card(record, lines(record, words::name, words::state, words::value));
    }

    private static Content card(BusinessRecord record, List<Content.Card.Field> lines) {
        return new Content.Card(
                record.title(),
                lines,
                record.buttons().stream()
                        .limit(MOST_BUTTONS)
                        .map(button -> new Content.Card.Button(button.label(), button.url()))
                        .toList(),
                null);
    }

    static Content text(BusinessRecord record, RecordWords words) {
        StringBuilder text = new StringBuilder(record.title());
        lines(record, words::name, words::state, words::value)
                .forEach(line ->
                        text.append('\n').append(line.name()).append(": ").append(line.value()));
        record.buttons().stream()
                .limit(MOST_BUTTONS)
                .forEach(button ->
                        text.append('\n').append(button.label()).append(": ").append(button.url()));
        return new Content.Text(text.toString());
    }

    private static List<Content.Card.Field> lines(
            BusinessRecord record,
            UnaryOperator<String> name,
            UnaryOperator<String> state,
            Function<BusinessRecord.Field, String> value) {
        List<Content.Card.Field> lines = new ArrayList<>();
        if (!record.state().isEmpty()) {
            lines.add(new Content.Card.Field(name.apply(STATE), state.apply(record.state())));
        }
        record.fields().stream()
                .limit(MOST_LINES)
                .forEach(field -> lines.add(new Content.Card.Field(name.apply(field.name()), value.apply(field))));
        return lines;
    }

    private static String value(BusinessRecord.Field field) {
        return field.currency().isEmpty() ? field.value() : field.value() + " " + field.currency();
    }
}
