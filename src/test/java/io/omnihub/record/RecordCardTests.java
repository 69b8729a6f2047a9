package io.omnihub.record;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.Content;
import io.omnihub.message.TenantId;
import io.omnihub.wire.RecordJson;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What customers read of a record.
final class RecordCardTests {

    private static final BusinessRecord RECORD = RecordJson.decode("""
            {"type": "order", "key": "1", "title": "SO-1", "state": "shipped",
             "fields": {"amount": {"money": 1280.5, "currency": "CNY"}, "expected": {"date": "2026-02-02"},
                        "shippedAt": {"time": "2026-01-31T08:00:00Z"}, "Colour": "red"},
             "buttons": {"Track": "https://a.example/t"}}""".getBytes(StandardCharsets.UTF_8));

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Test
    void aChineseCustomerReadsChinese() {
        assertThat(text("zh-CN"))
                .contains("状态: 已发货", "金额: ¥1,280.50", "预计送达: 2026年2月2日", "发货时间: 2026年1月31日", "16:00", "Colour: red")
                .endsWith("Track: https://a.example/t");
    }

    @Test
    void anyOtherCustomerReadsEnglish() {
        assertThat(text("de")).contains("State: Shipped", "Amount: CN¥1,280.50", "Expected: 2 Feb 2026", "16:00");
    }

    @Test
    void whereNobodyKnowsTheLanguageTheTitleTells() {
        assertThat(RecordWords.of("", "包裹 1", SHANGHAI).state("paid")).isEqualTo("已付款");
        assertThat(RecordWords.of("", "Parcel 1", SHANGHAI).state("paid")).isEqualTo("Paid");
    }

    @Test
    void agentsGetTheWordsThatTheirPagesKnow() {
        assertThat(((Content.Card) RecordCard.card(notice(RECORD), null)).fields())
                .extracting(Content.Card.Field::name)
                .containsExactly("state", "amount", "expected", "shippedAt", "Colour");
    }

    @Test
    void agentsGetAllAndCustomersTheFirstLinesAndTheFirstPages() {
        String fields = IntStream.range(0, 12)
                .mapToObj("\"f%1$d\": \"%1$d\""::formatted)
                .collect(joining(", "));
        String pages = IntStream.range(0, 4)
                .mapToObj("\"Page %1$d\": \"https://a.example/%1$d\""::formatted)
                .collect(joining(", "));
        BusinessRecord record = RecordJson.decode("""
                {"type": "order", "key": "1", "state": "paid", "fields": {%s}, "buttons": {"Refund": {"value": "refund", "agentsOnly": true}, "Cancel": {"value": "cancel"}, %s}}""".formatted(fields, pages).getBytes(StandardCharsets.UTF_8));
        RecordWords words = RecordWords.of("en", "", SHANGHAI);

        Content.Card agents = (Content.Card) RecordCard.card(notice(record), null);
        assertThat(agents.fields()).hasSize(13);
        assertThat(agents.buttons()).hasSize(6).first().isEqualTo(new Content.Card.Button("Refund", "", "refund"));
        Content.Card customers = (Content.Card) RecordCard.card(notice(record), words, RecordCard.Client.ANY, null);
        assertThat(customers.fields()).hasSize(11);
        assertThat(customers.buttons())
                .extracting(Content.Card.Button::label)
                .containsExactly("Page 0", "Page 1", "Page 2");
        RecordCard.Client site = new RecordCard.Client(true, Set.of());
        assertThat(((Content.Card) RecordCard.card(notice(record), words, site, null)).buttons())
                .extracting(Content.Card.Button::label)
                .containsExactly("Cancel", "Page 0", "Page 1");
        assertThat(((Content.Text) RecordCard.text(record, words)).text().lines())
                .hasSize(15);
    }

    @Test
    void onlyTheAppWhoseSchemeItIsGetsAButtonIntoItself() {
        BusinessRecord record = RecordJson.decode("""
                {"type": "order", "key": "1", "buttons": {"Theirs": "theirs://1", "Open": "MyShop://order/1",
                "Page": "https://a.example/1"}}""".getBytes(StandardCharsets.UTF_8));
        RecordWords words = RecordWords.of("en", "", SHANGHAI);
        RecordCard.Client app = new RecordCard.Client(true, Set.of("myshop"));

        assertThat(((Content.Card) RecordCard.card(notice(record), null)).buttons())
                .extracting(Content.Card.Button::label)
                .containsExactly("Theirs", "Open", "Page");
        assertThat(((Content.Card) RecordCard.card(notice(record), words, app, null)).buttons())
                .extracting(Content.Card.Button::url)
                .containsExactly("MyShop://order/1", "https://a.example/1");
        assertThat(((Content.Card) RecordCard.card(notice(record), words, RecordCard.Client.ANY, null)).buttons())
                .extracting(Content.Card.Button::label)
                .containsExactly("Page");
        assertThat(((Content.Text) RecordCard.text(record, words)).text())
                .endsWith("Page: https://a.example/1")
                .doesNotContain("order/1", "theirs");
    }

    private static RecordNotices.Notice notice(BusinessRecord record) {
        return new RecordNotices.Notice(TenantId.DEFAULT, "id", 1, "1:a", record, null);
    }

    private static String text(String language) {
        RecordWords words = RecordWords.of(language, RECORD.title(), SHANGHAI);
        return ((Content.Text) RecordCard.text(RECORD, words)).text();
    }
}
