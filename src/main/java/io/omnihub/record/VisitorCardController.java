package io.omnihub.record;

import io.omnihub.conversation.Commands;
import io.omnihub.conversation.OutcomeAnswers;
import io.omnihub.conversation.OutcomeAnswers.Done;
import io.omnihub.identity.ApiSecurity;
import io.omnihub.message.BusinessRecord;
import io.omnihub.message.Content;
import io.omnihub.message.ConversationId;
import io.omnihub.message.TenantId;
import io.omnihub.record.RecordClickController.Click;
import io.omnihub.record.RecordController.StepView;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.visitor.Visitor;
import io.omnihub.visitor.VisitorCalls;
import io.omnihub.visitor.Visitors;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What visitors do with the cards that they were sent: they see how a record stands, and press buttons.
@RestController
@RequestMapping("/api/v1/visitor/entries/{sequence}/parts/{part}")
@Tag(name = "Visitors")
@SecurityRequirement(name = ApiSecurity.VISITOR)
final class VisitorCardController {

    private final Visitors visitors;
    private final SentCards cards;
    private final Database database;
    private final Records records;
    private final RecordClicks clicks;
    private final RecordOwners owners;
    private final Commands commands;

    VisitorCardController(
            Visitors visitors,
            SentCards cards,
            Database database,
            Records records,
            RecordClicks clicks,
            RecordOwners owners,
            Commands commands) {
        this.visitors = visitors;
        this.cards = cards;
        this.database = database;
        this.records = records;
        this.clicks = clicks;
        this.owners = owners;
        this.commands = commands;
    }

    @GetMapping("/record")
    @Operation(
            summary = "Shows how the record of a card stood",
            description = "What a card has no words for: the colour of its state, which is its first field, and its"
                    + " steps; as they were when the card was sent. 404 where the card is none of a record, or that is"
                    + " kept no more.")
    Standing record(
            @RequestAttribute(VisitorCalls.VISITOR) Visitor visitor,
            @PathVariable long sequence,
            @PathVariable int part) {
        TenantId tenant = visitor.tenant();
        SentCards.Shown shown = sent(visitor, sequence, part).shown().orElseThrow(ProblemException::notFound);
        return database.read(Tenants.of(tenant), tx -> records.change(tx, tenant, shown.record(), shown.change()))
                .map(past -> Standing.of(past.record()))
                .orElseThrow(ProblemException::notFound);
    }

    @PostMapping("/clicks")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Presses a button of a card",
            description =
                    "One that has a `value`. It counts once: pressed again, it is answered alike. On the card of a"
                            + " record it stands in the conversation for agents, and is told as the event `record.clicked`; on"
                            + " any other card it is a message of the visitor's with the system event `card-click`. Where the"
                            + " card, or the record as it is now, has no such button the answer is 404.")
    Done click(
            @RequestAttribute(VisitorCalls.VISITOR) Visitor visitor,
            @PathVariable long sequence,
            @PathVariable int part,
            @RequestBody Click body) {
        SentCards.Sent sent = sent(visitor, sequence, part);
        Content.Card.Button button = sent.card().buttons().stream()
                .filter(each -> !each.value().isEmpty() && each.value().equals(body.value()))
                .findFirst()
                .orElseThrow(
                        () -> new ProblemException(ProblemType.UNKNOWN, "The card has no button with this value."));
        // In the words of the card, which stay the same when it is pressed again.
        ConversationId conversation = visitors.conversation(visitor);
        Map<String, String> data = sent.shown()
                .map(shown -> pressed(visitor.tenant(), conversation, shown.record(), button.value())
                        .data(sent.card().title(), button.label()))
                .orElseGet(() -> Map.of("value", button.value(), "button", button.label()));
        // An agent may have edited the card since: then it says something else.
        String words =
                String.join("\n", button.value(), button.label(), sent.card().title());
        String once = "click-%d-%d-%s".formatted(sequence, part, Told.hash(words.getBytes(StandardCharsets.UTF_8)));
        return OutcomeAnswers.of(
                conversation,
                commands.click(visitor.actor(conversation), data, sent.shown().isPresent(), once));
    }

    /// Who was told of a record that turned out to be another's presses nothing on it.
    private RecordClicks.Pressed pressed(TenantId tenant, ConversationId conversation, String record, String value) {
        RecordClicks.Pressed pressed = clicks.find(tenant, record, value, false);
        if (!owners.isOf(tenant, conversation, pressed.kept().record())) {
            throw ProblemException.notFound();
        }
        return pressed;
    }

    private SentCards.Sent sent(Visitor visitor, long sequence, int part) {
        return cards.find(visitor.tenant(), visitors.conversation(visitor), sequence, part)
                .orElseThrow(ProblemException::notFound);
    }

    /// How a record stood.
    ///
    /// @param tone the colour of its state, which is the first field of its card
    record Standing(BusinessRecord.Tone tone, List<StepView> steps) {

        static Standing of(BusinessRecord record) {
            BusinessRecord.Tone tone = record.state().isEmpty() ? BusinessRecord.Tone.PLAIN : record.tone();
            return new Standing(tone, StepView.of(record));
        }
    }
}
