package io.omnihub.record;

import io.omnihub.message.Addresses;
import io.omnihub.message.BusinessRecord;
import io.omnihub.message.Content;
import io.omnihub.message.Media;
import io.omnihub.record.RecordNotices.Notice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A record as a message shows it: as a card, and in words for channels that have none.
final class RecordCard {

    private static final String STATE = "state";
    private static final int MOST_LINES = 10;
    private static final int MOST_BUTTONS = 3;

    private RecordCard() {}

    /// For agents, whose pages know the words: all that there is.
    static Content card(Notice notice, @Nullable Media picture) {
        BusinessRecord record = notice.record();
        return card(
                notice,
                lines(record, name -> name, state -> state, RecordCard::value).toList(),
                record.buttons().stream(),
                picture);
    }

    /// For a customer.
    ///
    static Content card(Notice notice, RecordWords words, Client client, @Nullable Media picture) {
        BusinessRecord record = notice.record();
        return card(notice, lines(record, words), buttons(record, client), picture);
    }

    private static Content card(
            Notice notice,
            List<Content.Card.Field> lines,
            Stream<BusinessRecord.Button> buttons,
            @Nullable Media picture) {
        return new Content.Card(
                notice.record().title(),
                lines,
                buttons.map(button -> new Content.Card.Button(button.label(), button.url(), button.value()))
                        .toList(),
                picture,
                Map.of(Content.Card.RECORD, notice.id(), Content.Card.CHANGE, Long.toString(notice.number())));
    }

    static Content text(BusinessRecord record, RecordWords words) {
        StringBuilder text = new StringBuilder(record.title());
        lines(record, words)
                .forEach(line ->
                        text.append('\n').append(line.name()).append(": ").append(line.value()));
        buttons(record, Client.ANY)
                .forEach(button ->
                        text.append('\n').append(button.label()).append(": ").append(button.url()));
        return new Content.Text(text.toString());
    }

    private static Stream<BusinessRecord.Button> buttons(BusinessRecord record, Client client) {
        return record.buttons().stream()
                .filter(button -> !button.agentsOnly() && client.takes(button))
                .limit(MOST_BUTTONS);
    }

    private static List<Content.Card.Field> lines(BusinessRecord record, RecordWords words) {
        int most = record.state().isEmpty() ? MOST_LINES : MOST_LINES + 1;
        return lines(record, words::name, words::state, words::value)
                .limit(most)
                .toList();
    }

    private static Stream<Content.Card.Field> lines(
            BusinessRecord record,
            UnaryOperator<String> name,
            UnaryOperator<String> state,
            Function<BusinessRecord.Field, String> value) {
        return Stream.concat(
                Stream.of(record.state())
                        .filter(each -> !each.isEmpty())
                        .map(each -> new Content.Card.Field(name.apply(STATE), state.apply(each))),
                record.fields().stream()
                        .map(field -> new Content.Card.Field(name.apply(field.name()), value.apply(field))));
    }

    private static String value(BusinessRecord.Field field) {
        return field.currency().isEmpty() ? field.value() : field.value() + " " + field.currency();
    }

    /// What a customer's client does with buttons, beside opening pages.
    ///
    /// @param presses whether it tells the hub which one was pressed
    /// @param schemes those of its own, by which it opens places in itself
    record Client(boolean presses, Set<String> schemes) {

        /// One that only opens pages.
        static final Client ANY = new Client(false, Set.of());

        Client {
            schemes = Set.copyOf(schemes);
        }

        private boolean takes(BusinessRecord.Button button) {
            return button.url().isEmpty()
                    ? presses
                    : Addresses.isPage(button.url()) || schemes.contains(Addresses.appScheme(button.url()));
        }
    }
}
