package io.omnihub.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.message.BusinessRecord;
import io.omnihub.message.BusinessRecord.Kind;
import io.omnihub.message.BusinessRecord.KnownBy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordJsonTests {

    private static final String WHOLE = """
            {"type": "shipment", "key": "SF-1", "version": 3, "time": "2026-01-31T16:00:00+08:00", "title": "SF-1",
             "state": "shipped", "tone": "busy",
             "contact": {"phone": "+86 138-0013-8000", "email": [" Mei@Shop.example ", "mei@shop.example"], "wechat-main": "oX"},
             "fields": {"amount": {"money": 128.50, "currency": "CNY"}, "carrier": "SF 顺丰", "weight": {"number": "1.2"},
                        "due": {"date": "2026-02-02"}, "ordered": {"time": 1769846400}, "page": {"link": "https://a.example/x"},
                        "none": null, "no money": {"currency": "CNY"}},
             "picture": "https://a.example/p.jpg",
             "steps": [{"name": "picked up", "time": 1769846400000}, {"name": "delivered", "note": "soon"}],
             "buttons": {"Track": "https://a.example/t"}, "tell": "customer",
             "warehouse": "Suzhou", "lines": [{"sku": 7}], "metadata": {"trace": "t1"}}
            """;

    @Test
    void aRecordIsReadWithAllThatItSays() {
        BusinessRecord record = decode(WHOLE);

        assertThat(record.contacts())
                .containsExactly(
                        new KnownBy("phone", "13800138000"),
                        new KnownBy("email", "mei@shop.example"),
                        new KnownBy("wechat-main", "oX"));
        assertThat(record.fields())
                .extracting(BusinessRecord.Field::kind)
                .containsExactly(Kind.MONEY, Kind.TEXT, Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.LINK);
        assertThat(record.fields().getFirst().value()).isEqualTo("128.5");
        assertThat(record.fields().get(4).value()).isEqualTo("2026-01-31T08:00:00Z");
        assertThat(record.time()).isEqualTo(Instant.parse("2026-01-31T08:00:00Z"));
        assertThat(record.steps()).extracting(BusinessRecord.Step::done).containsExactly(true, false);
        assertThat(record.tell()).isEqualTo(BusinessRecord.Tell.CUSTOMER);
    }

    @Test
    void aButtonLeadsToAPageOrHasAValue() {
        BusinessRecord record = decode(
                "{\"type\": \"order\", \"key\": \"1\", \"buttons\": {\"Show\": \"https://a.example/1\", \"Cancel\": {\"value\": \"cancel\"}, \"Refund\": {\"value\": \"refund\", \"agentsOnly\": true}, \"None\": {}}}");
        assertThat(record.buttons())
                .containsExactly(
                        new BusinessRecord.Button("Show", "https://a.example/1", ""),
                        new BusinessRecord.Button("Cancel", "", "cancel"),
                        new BusinessRecord.Button("Refund", "", "refund", true));
        assertThat(RecordJson.decode(RecordJson.encode(record))).isEqualTo(record);
        assertThatThrownBy(() -> new BusinessRecord.Button("Both", "https://a.example/1", "cancel"))
                .hasMessage("buttons.Both: must be an address or have a value");
        assertThatThrownBy(() -> new BusinessRecord.Button("Long", "", "x".repeat(201)))
                .hasMessage("buttons.Long.value: must not be longer than 200 characters");
    }

    @Test
    void whatNobodyKnowsIsKept() {
        assertThat(decode(WHOLE).metadata())
                .containsEntry("warehouse", "Suzhou")
                .containsEntry("lines", "[{\"sku\":7}]")
                .containsEntry("trace", "t1");
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        BusinessRecord record = decode(WHOLE);
        assertThat(RecordJson.decode(RecordJson.encode(record))).isEqualTo(record);
    }

    @Test
    void anAmountKeepsAllOfItsDigits() {
        assertThat(decode(
                                "{\"type\": \"a\", \"key\": \"1\", \"fields\": {\"a\": {\"money\": 12345678901234567.89, \"currency\": \"CNY\"}}}")
                        .fields()
                        .getFirst()
                        .value())
                .isEqualTo("12345678901234567.89");
    }

    @Test
    void ofAListTheWrongOneIsNamed() {
        assertThat(RecordJson.decodeAll(bytes("[{\"type\":\"order\",\"key\":\"1\"}]")))
                .extracting(BusinessRecord::title)
                .containsExactly("1");
        assertThatThrownBy(
                        () -> RecordJson.decodeAll(bytes("[{\"type\":\"order\",\"key\":\"1\"},{\"type\":\"order\"}]")))
                .hasMessage("[1].key: must not be empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"version\": \"x\"'|version: must be a whole number",
                "'\"time\": \"yesterday\"'|time: must be a time: ISO-8601 with an offset, or seconds or milliseconds since 1970",
                "'\"fields\": {\"x\": 1e400}'|fields.x: must be a number of less digits",
                "'\"fields\": {\"x\": 1e-999999999}'|fields.x: must be a number of less digits",
                "'\"tone\": \"pink\"'|tone: must be one of plain, busy, good, warn, bad",
                "'\"fields\": {\"a\": {\"money\": 1}}'|fields.a.currency: must be three capital letters, of money alone",
                "'\"fields\": {\"a\": {\"number\": \"1e9\"}}'|fields.a: must be a number",
                "'\"fields\": {\"a\": {\"date\": \"31.1.\"}}'|fields.a: must be a date, such as 2026-01-31",
                "'\"fields\": {\"a\": {\"colour\": 1}}'|fields.a: must be a text or have one of text, number, money, date, time, link",
                "'\"fields\": {\"a\": {\"link\": \"javascript:x\"}}'|fields.a: must be an address that begins with https:// or http://",
                "'\"buttons\": {\"a\": \"javascript:x\"}'|buttons.a: must be an address that begins with https:// or http://, or one in an app",
                "'\"buttons\": {\"a\": \"JavaScript:x\"}'|buttons.a: must be an address that begins with https:// or http://, or one in an app",
                "'\"buttons\": {\"a\": \"data:text/html,x\"}'|buttons.a: must be an address that begins with https:// or http://, or one in an app",
                "'\"buttons\": {\"a\": \"file:///etc/passwd\"}'|buttons.a: must be an address that begins with https:// or http://, or one in an app",
                "'\"buttons\": {\"a\": \"order/1\"}'|buttons.a: must be an address that begins with https:// or http://, or one in an app",
                "'\"fields\": {\"a\": {\"link\": \"myshop://order/1\"}}'|fields.a: must be an address that begins with https:// or http://",
                "'\"picture\": \"data:x\"'|picture: must be an address that begins with https:// or http://",
                "'\"contact\": {\"A B\": \"x\"}'|contact: must be 1 to 64 small letters, digits, dots, dashes or underscores",
                "'\"steps\": {}'|steps: must be a list",
                "'\"title\": {}'|title: must be one value",
            })
    void whatIsWrongIsNamed(String wrong, String problem) {
        assertThatThrownBy(() -> decode("{\"type\": \"order\", \"key\": \"1\", " + wrong + "}"))
                .hasMessage(problem);
    }

    @Test
    void thereIsABoundToEverything() {
        assertRefused("\"fields\": {" + many(61, "\"f%d\": 1") + "}", "fields: must not hold more than 60");
        assertRefused("\"steps\": [" + many(51, "{\"name\": \"%d\"}") + "]", "steps: must not hold more than 50");
        assertRefused(
                "\"buttons\": {" + many(11, "\"b%d\": \"https://a.example\"") + "}",
                "buttons: must not hold more than 10");
        assertRefused("\"contact\": {\"phone\": [" + many(21, "\"1%d\"") + "]}", "contact: must not hold more than 20");
        assertRefused(many(201, "\"x%d\": 1"), "metadata: must not hold more than 200");
        assertRefused("\"title\": \"" + "t".repeat(501) + "\"", "title: must not be longer than 500 characters");
        assertRefused(
                "\"fields\": {\"f\": \"" + "t".repeat(4_001) + "\"}",
                "fields.f: must not be longer than 4000 characters");
        assertRefused("\"title\": \"" + "t".repeat(70_000) + "\"", "record: must not have more than 65536 bytes");
    }

    private static void assertRefused(String field, String problem) {
        assertThatThrownBy(() -> decode("{\"type\": \"order\", \"key\": \"1\", " + field + "}"))
                .hasMessage(problem);
    }

    private static String many(int count, String each) {
        return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining(", "));
    }

    private static BusinessRecord decode(String json) {
        return RecordJson.decode(bytes(json));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
