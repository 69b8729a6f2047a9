package io.omnihub.channel.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities.Allowance;
import io.omnihub.channel.ChannelLook;
import io.omnihub.channel.TextLimit;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.env.MockEnvironment;

class ChannelFileTests {

    private static final String WHOLE = """
            omnihub:
              channels:
                acme:
                  name: Acme Talk
                  icon: send
                  fetches-media: true
                  capabilities:
                    sends: [image, rich-text]
                    largest: {image: 10MB}
                    text: {most: 4096, unit: utf16}
                    reply-window: 48h
                    most-replies: 5
                    occasions: {follow: {window: 1m, most-replies: 3}, unfollow: {}}
                    abilities: [edit, read-receipts]
                    pace: 3s
                  inboxes:
                    shop:
                      tenant: other
                      name: My shop
                      reopen-window: 2h
                      sends-per-second: 3
                      secrets:
                        key: ${ACME_KEY}
                        both: [one, two]
                      properties:
                        api-url: http://${ACME_HOST:localhost}
            """;

    @Test
    void aFileSaysWhatAChannelInJavaWould() {
        DeclaredChannel channel = read(WHOLE);
        assertThat(channel.look()).isEqualTo(new ChannelLook("Acme Talk", "send"));
        assertThat(channel.fetchesMedia()).isTrue();
        assertThat(channel.capabilities().contents()).isEqualTo(Set.of(Content.Image.class, Content.RichText.class));
        assertThat(channel.capabilities().largest()).isEqualTo(Map.of(Content.Image.class, 10L * 1024 * 1024));
        assertThat(channel.capabilities().text())
                .extracting(TextLimit::most, TextLimit::unit)
                .containsExactly(4096, TextLimit.Unit.UTF16);
        assertThat(channel.capabilities().replyWindow()).isEqualTo(Duration.ofDays(2));
        assertThat(channel.capabilities().mostReplies()).isEqualTo(5);
        assertThat(channel.capabilities().pace()).isEqualTo(Duration.ofSeconds(3));
        assertThat(channel.capabilities().occasions())
                .isEqualTo(Map.of("follow", new Allowance(Duration.ofMinutes(1), 3), "unfollow", Allowance.NOTHING));
        assertThat(channel.capabilities().abilities()).isEqualTo(Set.of(Ability.EDIT, Ability.READ_RECEIPTS));
        assertThat(channel.accounts())
                .isEqualTo(Map.of(
                        "shop",
                        new DeclaredAccount(
                                "other",
                                "My shop",
                                Duration.ofHours(2),
                                3,
                                Map.of("key", List.of("s3cret"), "both", List.of("one", "two")),
                                Map.of("api-url", "http://localhost"))));
    }

    @Test
    void aChannelThatSendsTextsAloneNeedsNoMoreThanToSaySo() {
        DeclaredChannel channel = read("omnihub: {channels: {acme: {capabilities: {}}}}");
        assertThat(channel.look()).isEqualTo(new ChannelLook("acme", "plug"));
        assertThat(channel.capabilities().contents()).isEmpty();
        assertThat(channel.accounts()).isEmpty();
    }

    @Test
    void whatIsSentCanBeChangedForSoLong() {
        assertThat(read("omnihub: {channels: {acme: {capabilities: {edit-window: 15m, recall-window: 1d}}}}")
                        .capabilities()
                        .within())
                .isEqualTo(Map.of(Ability.EDIT, Duration.ofMinutes(15), Ability.RECALL, Duration.ofDays(1)));
    }

    @Test
    void secretsAreNotShown() {
        assertThat(read(WHOLE).toString()).doesNotContain("s3cret");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(
                        "sends: [image, rich-text]",
                        "sends: [image, imge]",
                        8,
                        "capabilities.sends can't be so: there are the kinds card, "),
                Arguments.of(
                        "unit: utf16", "unit: words", 10, "text.unit can't be so: there are bytes, characters, utf16"),
                Arguments.of(
                        "most: 4096", "most: 1", 10, "text.most can't be so: a text must have room for a character"),
                Arguments.of("most: 4096", "most: many", 10, "text.most can't be so: it is no such value"),
                Arguments.of("image: 10MB", "image: 10 apples", 9, "largest.image can't be so: "),
                Arguments.of("reply-window", "reply-windw", 11, "reply-windw is not known here; there are sends, "),
                Arguments.of("[edit, ", "[shout, ", 14, "abilities can't be so: there are receipts, "),
                Arguments.of("[edit, ", "[avatars, ", 14, "abilities can't be so: there are receipts, "),
                Arguments.of("pace: 3s", "pace: 2h", 15, "pace can't be so: it must be 1m at most"),
                Arguments.of("${ACME_KEY}", "${ACME_KEYS}", 23, "secrets.key names something in ${…} that no"),
                Arguments.of("[one, two]", "['', two]", 24, "secrets.both can't be so: a secret must not be empty"),
                Arguments.of(
                        "[one, two]", "[one, \"two\\n\"]", 24, "secrets.both can't be so: a secret must be one line"),
                Arguments.of("shop:", "Shop!:", 17, "inboxes.Shop! can't be so: "),
                Arguments.of(
                        "sends-per-second: 3",
                        "sends-per-second: 0",
                        21,
                        "sends-per-second can't be so: it must be at least 1"),
                Arguments.of("icon: send", "icon: <svg>", 5, "icon can't be so: an icon must be"),
                Arguments.of("name: My shop", "tenant: twice", 19, "tenant is there twice"),
                Arguments.of("    acme:", "    amce:", 3, "amce is not known here; there are acme"),
                Arguments.of("name: Acme Talk", "name: [", 6, "it is no YAML: "),
                Arguments.of("  channels:", "  channels: 7 #", 3, "it is no YAML: "));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsNamedWithItsLine(String right, String wrong, int line, String problem) {
        assertThat(WHOLE).contains(right);
        assertThatThrownBy(() -> read(WHOLE.replace(right, wrong)))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageStartingWith("acme.yaml:%s: ", line)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void whatIsTooMuchOrLeadsInCirclesIsNotRead() {
        String many = "x,".repeat(200_000);
        assertThatThrownBy(() -> read("omnihub: {channels: {acme: {capabilities: {sends: [" + many + "]}}}}"))
                .isInstanceOf(RefusedFileException.class);
        assertThatThrownBy(() -> read("omnihub: &a {channels: *a}")).isInstanceOf(RefusedFileException.class);
        String deep = "[".repeat(1_000) + "]".repeat(1_000);
        assertThatThrownBy(() -> read("omnihub: " + deep)).isInstanceOf(RefusedFileException.class);
        assertThatThrownBy(() -> read("")).hasMessage("acme.yaml: it is empty");
    }

    @Test
    void onlyWhatSaysWhatAChannelCanDoDeclaresOne() {
        assertThat(Arrays.asList(WHOLE, "a: {\n  capabilities:\n  broken")).allMatch(ChannelFile::declares);
        assertThat(ChannelFile.declares("omnihub:\n  channels:\n    wechat:\n      inboxes: {}\n"))
                .isFalse();
    }

    @Test
    void aFileOfAChannelThatNoJavaHasDeclaresOneHoweverItIsWritten() {
        String wrong = "omnihub:\n  channels:\n    acme:\n      capabilites: {}\n";
        assertThat(ChannelFile.declares("acme.yaml", wrong, Set.of())).isTrue();
        assertThat(ChannelFile.declares("acme.yaml", wrong, Set.of(new ChannelId("acme"))))
                .isFalse();
        assertThat(ChannelFile.declares("acme.yaml", "{omnihub: {channels: {acme: {inboxes: {}}}}}", Set.of()))
                .isTrue();
        assertThat(ChannelFile.declares("shop.yaml", "omnihub:\n  sites:\n    shop: {}\n", Set.of()))
                .isFalse();
        assertThat(ChannelFile.declares("shop.yaml", "omnihub: [", Set.of())).isFalse();
        assertThatThrownBy(() -> read(wrong)).hasMessageStartingWith("acme.yaml:4: ");
        assertThatThrownBy(() -> read("omnihub: {channels: {acme: {}}}"))
                .hasMessageEndingWith("omnihub.channels.acme.capabilities must be given");
    }

    private static DeclaredChannel read(String text) {
        MockEnvironment environment = new MockEnvironment().withProperty("ACME_KEY", "s3cret");
        return ChannelFile.read("acme.yaml", text, environment::resolveRequiredPlaceholders);
    }
}
