package io.omnihub.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.omnihub.channel.MalformedMessageException;
import io.omnihub.channel.callback.Callback;
import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.wire.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

final class FeishuInboundAdapterTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00.123456Z");
    private static final Map<String, String> KNOWN =
            Map.of("ou_84aad35d084aa403a838cf73ee18467", "李雷", FeishuPeople.BOT, "ou_bot00000000000000000000000000000");

    /// Each beside what is to become of it, in the folder `unified`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text.json",
                "text_in_group.json",
                "text_reply.json",
                "text_only_bot_called.json",
                "text_to_all.json",
                "text_in_topic_group.json",
                "text_empty.json",
                "image.json",
                "file.json",
                "audio.json",
                "media.json",
                "media_without_cover.json",
                "sticker.json",
                "post.json",
                "post_without_formatting.json",
                "post_localised.json",
                "post_empty.json",
                "location.json",
                "share_chat.json",
                "share_user.json",
                "interactive.json",
                "interactive_without_words.json",
                "merge_forward_unsupported.json",
                "system.json",
                "system_divider.json",
                "hongbao.json",
                "share_calendar_event.json",
                "calendar.json",
                "general_calendar.json",
                "video_chat.json",
                "vote.json",
                "todo.json",
                "folder_unsupported.json",
                "unknown_type.json",
                "from_app.json",
                "event_recalled.json",
                "event_message_read.json",
                "event_reaction_created.json",
                "event_reaction_deleted.json",
                "event_reaction_of_app.json",
                "event_bot_added.json",
                "event_bot_deleted.json",
                "event_p2p_chat_entered.json",
                "event_menu.json",
                "event_unknown.json",
                "card_click.json",
                "card_click_foreign.json",
                "v1_text.json",
                "v1_text_in_group.json",
                "v1_image.json",
                "v1_post_unsupported.json",
                "v1_message_read.json",
                "v1_unknown.json"
            })
    void becomesWhatStandsBesideIt(String fixture) {
        assertThat(json(unified(fixture))).isEqualTo(JSON.readTree(bytes("unified/" + fixture)));
    }

    @Test
    void theBytesAreKeptAsTheyCame() {
        var raw =
                Objects.requireNonNull(unified("text.json").getFirst().header().raw());

        assertThat(raw.contentType()).isEqualTo("application/json");
        assertThat(raw.bytes()).isEqualTo(bytes("text.json"));
    }

    /// What is genuine but can't be read becomes a dead letter with this reason, which repeats nothing of the message.
    @ParameterizedTest
    @CsvSource({
        "malformed_no_json.json, the message is no well-formed JSON object",
        "malformed_truncated.json, the message is no well-formed JSON object",
        "malformed_array.json, the message is no well-formed JSON object",
        "malformed_field_twice.json, the message is no well-formed JSON object",
        "malformed_too_deep.json, the message is no well-formed JSON object",
        "malformed_content.json, the message is no well-formed JSON object",
        "malformed_content_is_text.json, the message is no well-formed JSON object",
        "malformed_without_event_id.json, event_id is missing",
        "malformed_without_sender.json, open_id is missing",
        "malformed_without_id.json, message_id is missing",
        "malformed_without_chat_type.json, chat_type is missing",
        "malformed_without_chat.json, chat_id is missing",
        "malformed_image_without_key.json, image_key is missing",
        "malformed_location.json, latitude or longitude is no number",
        "malformed_location_out_of_range.json, latitude: must be between -90.0 and 90.0",
        "malformed_time.json, create_time is no time",
        "malformed_time_before_all.json, sentAt: must be a time between 1970 and 9999",
        "malformed_event_of_nobody.json, the event concerns no person and no chat"
    })
    void malformedIsToldByItsField(String fixture, String reason) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> unified(fixture))
                .withMessage(reason);
    }

    @Test
    void aTextLongerThanAPartIsSeveral() {
        String text = "好的。".repeat(17_000);
        String push = new String(bytes("text.json"), StandardCharsets.UTF_8).replaceAll("你好[^\\\\]*", text);

        List<Content> parts = ((Message) unified(push.getBytes(StandardCharsets.UTF_8))
                        .getFirst()
                        .body())
                .parts();

        assertThat(parts)
                .hasSize(3)
                .allSatisfy(part -> assertThat(((Content.Text) part).text())
                        .matches(piece -> piece.getBytes(StandardCharsets.UTF_8).length <= Content.LONGEST_TEXT));
        StringBuilder said = new StringBuilder();
        parts.forEach(part -> said.append(((Content.Text) part).text()));
        assertThat(said.toString()).startsWith(text);
    }

    /// A post is 30 KB at most, but its text grows by escapes, and it may hold more pictures than a message has parts.
    @Test
    void postsNeverOutgrowAMessage() {
        String amp = "&".repeat(29_000);
        assertThat(parts("post", "{\"title\":\"\",\"content\":[[{\"tag\":\"text\",\"text\":\"" + amp + "\"}]]}"))
                .containsExactly(new Content.Text(amp + "\n"));
        String picture = "[{\"tag\":\"img\",\"image_key\":\"img_1\"}],";
        List<Content> many =
                parts("post", "{\"title\":\"\",\"content\":[" + picture.repeat(300) + "[{\"tag\":\"hr\"}]]}");
        assertThat(many).hasSize(100);
        assertThat(many.getLast()).isInstanceOf(Content.Unsupported.class);
    }

    @Test
    void aBundleNeverOutgrowsAPart() {
        ArrayNode many = JSON.createArrayNode();
        for (int i = 0; i < 300; i++) {
            many.addObject().put("msg_type", "text").putObject("body").put("content", "{\"text\":\"said\"}");
        }
        Content.Card card =
                (Content.Card) FeishuContentAdapter.forwarded(many.valueStream().toList(), Map.of());
        assertThat(card.fields()).hasSize(100).endsWith(new Content.Card.Field("", "…"));

        ArrayNode large = JSON.createArrayNode();
        for (int i = 0; i < 3; i++) {
            large.addObject()
                    .put("msg_type", "text")
                    .putObject("body")
                    .put("content", "{\"text\":\"" + "长".repeat(10_000) + "\"}");
        }
        card = (Content.Card) FeishuContentAdapter.forwarded(large.valueStream().toList(), Map.of());
        assertThat(card.fields()).hasSize(3).endsWith(new Content.Card.Field("", "…"));
    }

    @Test
    void whatNobodyHasAFormForIsKeptAsFarAsAPartTakesIt() {
        Content part =
                parts("hologram", "{\"depth\":\"" + "深".repeat(40_000) + "\"}").getFirst();

        assertThat(((Content.Unsupported) part).raw().getBytes(StandardCharsets.UTF_8).length)
                .isBetween(Content.LONGEST_TEXT - 10, Content.LONGEST_TEXT);
    }

    private static List<Content> parts(String type, String content) {
        return FeishuContentAdapter.parts(
                type, content, "om_1", new FeishuContentAdapter.Mentions(JSON.createArrayNode(), ""));
    }

    private static List<InboundEvent> unified(String fixture) {
        return unified(bytes(fixture));
    }

    private static List<InboundEvent> unified(byte[] raw) {
        Callback callback = new Callback(TenantId.DEFAULT, new InboxId("team"), raw, NOW, 0, null);
        return FeishuInboundAdapter.toUnified(FeishuPush.read(raw), callback, KNOWN);
    }

    private static JsonNode json(List<InboundEvent> events) {
        ArrayNode all = JSON.createArrayNode();
        events.forEach(event -> all.add(JSON.readTree(JsonCodec.encode(withoutRaw(event)))));
        return all;
    }

    private static InboundEvent withoutRaw(InboundEvent event) {
        return new InboundEvent(event.header().withRaw(null), event.body());
    }

    private static byte[] bytes(String file) {
        try (InputStream stream =
                Objects.requireNonNull(FeishuInboundAdapterTests.class.getResourceAsStream("/feishu/" + file), file)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
