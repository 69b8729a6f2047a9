package io.omnihub.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelRulesTests {

    private static final Content TEXT = new Content.Text("x");
    private static final Media MEDIA = Media.external("id", "");
    private static final Instant TIME = Instant.parse("2026-03-01T08:00:00.123Z");

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE42", "a\uD83Db", "\uDE42\uD83D"})
    void textsAreWellFormedUnicode(String text) {
        assertThat(told(() -> new Content.Text(text))).isEqualTo("text: must be well-formed Unicode");
        assertThat(told(() -> Sender.agent(text))).isEqualTo("id: must be well-formed Unicode");
        assertThat(new Content.Text("🙂").text()).isEqualTo("🙂");
    }

    @Test
    void textsHaveAtMost64KilobytesInUtf8() {
        assertThat(new Content.Text("x".repeat(65_536)).text()).hasSize(65_536);
        assertThat(told(() -> new Content.Text("x".repeat(65_537))))
                .isEqualTo("text: must not be longer than 65536 bytes in UTF-8");
        assertThat(told(() -> new Content.RichText("你".repeat(21_846))))
                .isEqualTo("html: must not be longer than 65536 bytes in UTF-8");
        assertThat(told(() -> new Content.Unsupported("poll", "🙂".repeat(16_385))))
                .isEqualTo("raw: must not be longer than 65536 bytes in UTF-8");
    }

    @Test
    void textsThatSaySomethingAreNotEmpty() {
        assertThat(told(() -> new Content.Text(""))).isEqualTo("text: must not be empty");
        assertThat(told(() -> new Content.Link("", "", "", null))).isEqualTo("url: must not be empty");
        assertThat(told(() -> new Content.Card("", List.of(), List.of(), null))).isEqualTo("title: must not be empty");
        assertThat(told(() -> new Content.ContactCard("", "", ""))).isEqualTo("name: must not be empty");
    }

    @ParameterizedTest
    @ValueSource(doubles = {91, -90.000001, Double.NaN, Double.POSITIVE_INFINITY})
    void latitudesLieBetweenThePoles(double latitude) {
        assertThat(told(() -> new Content.Location(latitude, 0, "", "")))
                .isEqualTo("latitude: must be between -90.0 and 90.0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {181, -180.000001, Double.NaN, Double.NEGATIVE_INFINITY})
    void longitudesGoHalfRoundTheGlobe(double longitude) {
        assertThat(told(() -> new Content.Location(90, longitude, "", "")))
                .isEqualTo("longitude: must be between -180.0 and 180.0");
    }

    @Test
    void aMessageHasOneToAHundredParts() {
        assertThat(told(() -> new Message("", List.of(), null))).isEqualTo("parts: must hold at least one part");
        assertThat(told(() -> new Command.Reply(List.of(), null, 0))).isEqualTo("parts: must hold at least one part");
        assertThat(told(() -> new Edit(MessageRef.of(1), Collections.nCopies(101, TEXT))))
                .isEqualTo("parts: must not hold more than 100 parts");
        assertThat(new Message("", Collections.nCopies(100, TEXT), null).parts())
                .hasSize(100);
    }

    @Test
    void labelsAndWhatCardsAndTablesHoldAreFew() {
        Set<String> labels = IntStream.range(0, 101).mapToObj(i -> "l" + i).collect(Collectors.toSet());
        assertThat(told(() -> new Command.Label(labels, Set.of(), 0))).isEqualTo("add: must not hold more than 100");
        assertThat(told(() -> new Command.Label(Set.of(), labels, 0))).isEqualTo("remove: must not hold more than 100");
        assertThat(told(() -> new Command.Label(Set.of("x".repeat(101)), Set.of(), 0)))
                .isEqualTo("add: must hold labels of at most 100 characters");
        assertThat(told(() -> new Content.Card(
                        "t", Collections.nCopies(101, new Content.Card.Field("n", "v")), List.of(), null)))
                .isEqualTo("fields: must not hold more than 100");
        Map<String, String> many = IntStream.range(0, 1_001).boxed().collect(Collectors.toMap(i -> "n" + i, i -> "v"));
        assertThat(told(() -> new ContactChange("", "", many))).isEqualTo("attributes: must not hold more than 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\u0000", "a\u007F", "\u0085b"})
    void idsHaveNoControlCharacters(String id) {
        assertThat(told(() -> Message.of(id, TEXT))).isEqualTo("externalId: must not contain control characters");
        assertThat(told(() -> new Reaction(MessageRef.of(1), "x" + id, false)))
                .isEqualTo("emoji: must not contain control characters");
    }

    @Test
    void idsAreNotBlankAndNotEndless() {
        assertThat(told(() -> new SessionId(" "))).isEqualTo("value: must not be empty");
        assertThat(told(() -> new ConversationId("x".repeat(513))))
                .isEqualTo("value: must not be longer than 512 characters");
        assertThat(new ContactId("x".repeat(512)).value()).hasSize(512);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "-a", "ä", "a b", "a/b"})
    void namesOfTenantsChannelsAndInboxesAreSlugs(String name) {
        String problem = "value: must be 1 to 64 small letters, digits, dots, dashes or underscores";

        assertThat(told(() -> new TenantId(name))).isEqualTo(problem);
        assertThat(told(() -> new ChannelId(name))).isEqualTo(problem);
        assertThat(told(() -> new InboxId(name))).isEqualTo(problem);
        assertThat(told(() -> new InboxId("x".repeat(65)))).isEqualTo(problem);
    }

    @Test
    void timesAreWholeMillisecondsOfOurEra() {
        assertThat(told(() -> header(TIME.plusNanos(1), Map.of())))
                .isEqualTo("sentAt: must be a time in whole milliseconds");
        assertThat(told(() -> header(Instant.ofEpochMilli(-1), Map.of())))
                .isEqualTo("sentAt: must be a time between 1970 and 9999");
        assertThat(told(() -> header(Instant.parse("+10000-01-01T00:00:00Z"), Map.of())))
                .isEqualTo("sentAt: must be a time between 1970 and 9999");
        assertThat(header(Instant.EPOCH, Map.of()).sentAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void metadataHaveNamesAndCantBeChangedAfterwards() {
        Map<String, String> metadata = new HashMap<>(Map.of("route", "wechat"));
        Header header = header(TIME, metadata);
        metadata.put("route", "another");

        assertThat(header.metadata()).containsExactly(Map.entry("route", "wechat"));
        assertThat(told(() -> header(TIME, Map.of("", "x")))).isEqualTo("metadata: must not be empty");
        assertThat(told(() -> header(TIME, Map.of("city", "\uD83D"))))
                .isEqualTo("metadata[city]: must be well-formed Unicode");
    }

    @Test
    void anEarlierMessageIsNamedOneWay() {
        String problem = "externalId: must be given, or else the sequence, not both";

        assertThat(told(() -> new MessageRef("", 0))).isEqualTo(problem);
        assertThat(told(() -> new MessageRef("id", 1))).isEqualTo(problem);
        assertThat(told(() -> new MessageRef("", -1))).isEqualTo("sequence: must not be negative");
    }

    @Test
    void mediaAreSomewhere() {
        assertThat(told(() -> Media.external("", "")))
                .isEqualTo("blob: must be given where neither externalId nor url is");
        assertThat(told(() -> Media.stored("0F".repeat(32), "", 0, "")))
                .isEqualTo("blob: must be a SHA-256 in 64 hexadecimal digits");
        assertThat(told(() -> Media.stored("0f".repeat(32), "", -1, ""))).isEqualTo("size: must not be negative");
    }

    @Test
    void numbersAreNotNegative() {
        assertThat(told(() -> new Content.Voice(MEDIA, -1, ""))).isEqualTo("seconds: must not be negative");
        assertThat(told(() -> new Content.Video(MEDIA, -1, null))).isEqualTo("seconds: must not be negative");
        assertThat(told(() -> new Command.Resolve(-1))).isEqualTo("expectedRevision: must not be negative");
        assertThat(told(() -> new Command.AttachMedia(MessageRef.of(1), -1, MEDIA)))
                .isEqualTo("part: must not be negative");
        assertThat(told(() -> new Erased(-1))).isEqualTo("sequence: must not be negative");
    }

    @ParameterizedTest
    @CsvSource({
        "zh_CN, zh-CN",
        "zh-cn, zh-CN",
        "en_US.UTF-8, en-US",
        "sr_RS@latin, sr-RS",
        "zh_Hans_CN, zh-Hans-CN",
        "'', ''",
        "not a language, ''",
        "xx-*, ''",
        "C, ''"
    })
    void aLocaleIsALanguageTagHoweverItIsWritten(String written, String tag) {
        assertThat(new ContactChange("", written, Map.of()).locale()).isEqualTo(tag);
    }

    @Test
    void labelsAreIds() {
        assertThat(told(() -> new Command.Label(Set.of("a\tb"), Set.of(), 0)))
                .isEqualTo("add: must not contain control characters");
        assertThat(told(() -> new Command.Label(Set.of(), Set.of(""), 0))).isEqualTo("remove: must not be empty");
        assertThat(told(() -> new SessionChange(
                        new SessionId("s"), SessionChange.Cause.LABELLED, SessionStatus.OPEN, "", Set.of("\uD83D"), 1)))
                .isEqualTo("labels: must be well-formed Unicode");
    }

    @Test
    void aProblemIsSeenFromFurtherOut() {
        InvalidMessageException problem = new InvalidMessageException("latitude", "must be given")
                .within("parts[0]")
                .within("body");

        assertThat(problem.field()).isEqualTo("body.parts[0].latitude");
        assertThat(problem).hasMessage("body.parts[0].latitude: must be given");
    }

    private static Header header(Instant sentAt, Map<String, String> metadata) {
        return new Header(
                TenantId.DEFAULT,
                new ChannelId("web"),
                new InboxId("site"),
                Direction.INBOUND,
                "thread",
                "thread",
                "key",
                Sender.contact("u"),
                sentAt,
                TIME,
                metadata,
                null);
    }

    private static String told(ThrowingCallable making) {
        return catchThrowableOfType(InvalidMessageException.class, making).getMessage();
    }
}
