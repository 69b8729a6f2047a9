package io.omnihub.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.omnihub.channel.MalformedMessageException;
import io.omnihub.message.Body;
import io.omnihub.message.Content;
import io.omnihub.message.Direction;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.InboxId;
import io.omnihub.message.Media;
import io.omnihub.message.Message;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Receipt;
import io.omnihub.message.Sender;
import io.omnihub.message.TenantId;
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

final class WeChatInboundAdapterTests {

    private static final Instant NOW = Instant.parse("2024-06-10T06:13:21.123456Z");
    private static final String ID = "24681357902468135";

    @Test
    void theHeaderSaysWhoWhenAndWhere() {
        InboundEvent event = unified("text.xml");
        assertThat(event.header().tenant()).isEqualTo(TenantId.DEFAULT);
        assertThat(event.header().channel().value()).isEqualTo("wechat");
        assertThat(event.header().inbox().value()).isEqualTo("shop");
        assertThat(event.header().direction()).isEqualTo(Direction.INBOUND);
        assertThat(event.header().thread()).isEqualTo("oAbC-1_openid");
        assertThat(event.header().routingKey()).isEqualTo("oAbC-1_openid");
        assertThat(event.header().sender()).isEqualTo(Sender.contact("oAbC-1_openid"));
        assertThat(event.header().sentAt()).isEqualTo(Instant.parse("2024-06-10T06:13:20Z"));
        assertThat(event.header().receivedAt()).isEqualTo(Instant.parse("2024-06-10T06:13:21.123Z"));
        assertThat(event.header().key()).isEqualTo("message:" + ID);
        assertThat(event.header().metadata()).isEmpty();
    }

    @Test
    void theBytesAreKeptAsTheyCame() {
        var raw = Objects.requireNonNull(unified("text.xml").header().raw());
        assertThat(raw.contentType()).isEqualTo("text/xml");
        assertThat(raw.bytes()).isEqualTo(bytes("text.xml"));
        assertThat(Objects.requireNonNull(
                                unified("mini_program_text.json").header().raw())
                        .contentType())
                .isEqualTo("application/json");
    }

    @Test
    void text() {
        assertMessage("text.xml", new Content.Text("你好，我的订单 A-1024 到哪里了？🙂 <a href=\"x\">&amp;</a>"));
    }

    @Test
    void anEntryOfAMenuThatIsTappedIsSaidAndClicked() {
        assertThat(unified("text_from_menu.xml").body())
                .isEqualTo(new Message(
                        ID,
                        List.of(
                                new Content.Text("催单"),
                                new Content.SystemEvent("card-click", Map.of("value", "101", "button", "催单"))),
                        null));
    }

    @Test
    void textWithoutAnyIsUnsupportedRatherThanLost() {
        assertThat(part("text_empty.xml")).isInstanceOf(Content.Unsupported.class);
    }

    @Test
    void idsBeyondDoublesAndLongsStayText() {
        assertThat(unified("text_largest_id.xml").header().key()).isEqualTo("message:9223372036854775809");
        assertThat(unified("mini_program_text.json").header().key()).isEqualTo("message:24681357902468135123");
    }

    @Test
    void image() {
        assertMessage(
                "image.xml", new Content.Image(Media.external("media-image_1", "http://mmbiz.qpic.cn/mmbiz_jpg/1/0")));
    }

    @Test
    void ofAVoiceTheBetterOneComesFirst() {
        assertMessage(
                "voice.xml",
                new Content.Voice(new Media("", "audio/amr", 0, "", "media-voice-16k media-voice-1", ""), 0, "我想退货"));
        byte[] usual = new String(bytes("voice.xml"), StandardCharsets.UTF_8)
                .replaceAll("<MediaId16K>.*</MediaId16K>", "")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(((Content.Voice) part(usual)).media().externalId()).isEqualTo("media-voice-1");
    }

    @Test
    void video() {
        assertMessage(
                "video.xml", new Content.Video(Media.external("media-video-1", ""), 0, Media.external("thumb-1", "")));
        assertMessage(
                "shortvideo.xml",
                new Content.Video(Media.external("media-video-2", ""), 0, Media.external("thumb-2", "")));
    }

    @Test
    void locationHasItsLatitudeInX() {
        assertMessage("location.xml", new Content.Location(31.2304, 121.4737, "", "上海"));
        assertThat(unified("location.xml").header().metadata()).isEqualTo(Map.of("scale", "16"));
    }

    @Test
    void link() {
        assertMessage("link.xml", new Content.Link("https://example.com/a?b=1&c=2", "公众平台", "官网链接", null));
    }

    @Test
    void aMiniProgramsPageIsACard() {
        assertMessage(
                "miniprogrampage.xml",
                new Content.Card(
                        "订单详情",
                        List.of(
                                new Content.Card.Field("AppId", "wx1"),
                                new Content.Card.Field("PagePath", "pages/order?id=1")),
                        List.of(),
                        Media.external("thumb-3", "https://example.com/t.jpg")));
    }

    @Test
    void anUnknownTypeIsAValueWithItsRawText() {
        assertThat(part("unknown_type.xml")).isInstanceOfSatisfying(Content.Unsupported.class, unsupported -> {
            assertThat(unsupported.kind()).isEqualTo("hologram");
            assertThat(unsupported.raw()).contains("<Something>");
        });
        assertThat(part("event_unknown.xml"))
                .isEqualTo(
                        new Content.SystemEvent("wechat.user_dances", Map.of("Event", "user_dances", "EventKey", "x")));
    }

    @ParameterizedTest
    @CsvSource({
        "event_subscribe.xml, follow",
        "event_unsubscribe.xml, unfollow",
        "event_scan.xml, scan",
        "event_click.xml, menu-click",
        "event_view.xml, menu-view",
        "event_view_miniprogram.xml, menu-mini-program",
        "event_location.xml, location",
        "event_scancode_push.xml, menu-scan",
        "event_scancode_waitmsg.xml, menu-scan-waiting",
        "event_pic_sysphoto.xml, menu-photo",
        "event_pic_photo_or_album.xml, menu-photo-or-album",
        "event_pic_weixin.xml, menu-album",
        "event_location_select.xml, menu-location",
        "event_masssendjobfinish.xml, mass-send-finished",
        "event_templatesendjobfinish.xml, template-send-finished",
        "event_kf_create_session.xml, external-session-begun",
        "event_kf_close_session.xml, external-session-ended",
        "event_kf_switch_session.xml, external-session-transferred",
        "event_user_pay_from_pay_cell.xml, pay",
        "event_subscribe_msg_popup.xml, subscription-answered",
        "mini_program_subscribe_msg_popup.json, subscription-answered",
        "event_subscribe_msg_change.xml, subscription-changed",
        "event_subscribe_msg_sent.xml, subscription-sent",
        "mini_program_subscribe_msg_sent.json, subscription-sent",
        "mini_program_enter.json, enter"
    })
    void eventsAreThingsTheCustomerDid(String fixture, String type) {
        assertThat(part(fixture))
                .isInstanceOfSatisfying(
                        Content.SystemEvent.class,
                        event -> assertThat(event.event()).isEqualTo(type));
    }

    @Test
    void eventsTellTheirDetails() {
        assertThat(details("event_subscribe_by_qr.xml"))
                .isEqualTo(Map.of("EventKey", "qrscene_123123", "Ticket", "TICKET"));
        assertThat(details("event_location.xml"))
                .isEqualTo(Map.of("Latitude", "23.137466", "Longitude", "113.352425", "Precision", "119.385040"));
        assertThat(details("event_scancode_push.xml"))
                .isEqualTo(Map.of("EventKey", "6", "ScanCodeInfo.ScanType", "qrcode", "ScanCodeInfo.ScanResult", "1"));
        assertThat(details("event_pic_weixin.xml"))
                .containsEntry("SendPicsInfo.PicList.item.PicMd5Sum", "1b5f7c23b5bf75682a53e7b6d163e185")
                .containsEntry("SendPicsInfo.PicList.item[2].PicMd5Sum", "5a75aaca956d97be686719218f275c6b");
        assertThat(details("event_kf_switch_session.xml"))
                .isEqualTo(Map.of("FromKfAccount", "kf2001@gh_1", "ToKfAccount", "kf2002@gh_1"));
        assertThat(details("mini_program_enter.json")).isEqualTo(Map.of("SessionFrom", "sessionFrom"));
    }

    @Test
    void aTemplatesEndTellsWhatBecameOfIt() {
        assertThat(details("event_templatesendjobfinish.xml"))
                .isEqualTo(Map.of("MsgID", "200163836", "Status", "success"));
        assertThat(details("event_templatesendjobfinish_blocked.xml")).containsEntry("Status", "failed:user block");
    }

    @Test
    void whatBecameOfATemplateIsAReceiptToo() {
        assertThat(receipts("event_templatesendjobfinish.xml"))
                .containsExactly(new Receipt(MessageRef.external("200163836"), Receipt.State.DELIVERED, "", "", ""));
        assertThat(receipts("event_templatesendjobfinish_blocked.xml"))
                .containsExactly(new Receipt(
                        MessageRef.external("200163840"),
                        Receipt.State.FAILED,
                        "",
                        "failed:user block",
                        "the customer takes no messages of the account"));
        assertThat(receipts("event_subscribe_msg_sent.xml"))
                .containsExactly(
                        new Receipt(MessageRef.external("2794188253209100289"), Receipt.State.DELIVERED, "", "", ""),
                        new Receipt(
                                MessageRef.external("2794188253209100290"),
                                Receipt.State.FAILED,
                                "",
                                "20003 blocked by user",
                                "the customer takes no messages of the account"));
        assertThat(receipts("mini_program_subscribe_msg_sent.json"))
                .containsExactly(
                        new Receipt(MessageRef.external("2794188253209100289"), Receipt.State.DELIVERED, "", "", ""));
        assertThat(receipts("event_subscribe_msg_popup.xml")).isEmpty();
        assertThat(all(bytes("event_subscribe_msg_sent.xml")).stream()
                        .map(event -> event.header().key()))
                .doesNotHaveDuplicates()
                .anyMatch(key -> key.endsWith(":2794188253209100289"))
                .anyMatch(key -> key.endsWith(":2794188253209100290"));
    }

    @Test
    void whatCustomersAnswerAndChangeOfSubscriptionsStandsInTheDetails() {
        assertThat(details("event_subscribe_msg_popup.xml"))
                .containsEntry("SubscribeMsgPopupEvent.List.TemplateId", "template-1")
                .containsEntry("SubscribeMsgPopupEvent.List.SubscribeStatusString", "accept")
                .containsEntry("SubscribeMsgPopupEvent.List[2].SubscribeStatusString", "reject");
        assertThat(details("event_subscribe_msg_change.xml"))
                .containsEntry("SubscribeMsgChangeEvent.List.SubscribeStatusString", "reject");
    }

    @Test
    void fieldsThatAreRepeatedDoNotKeepAMessageFromBeingShown() {
        assertThat(part("fields_repeated.xml")).isInstanceOfSatisfying(Content.Unsupported.class, unsupported -> {
            assertThat(unsupported.kind()).isEqualTo("device_report");
            assertThat(unsupported.raw()).contains("power", "lamp");
        });
    }

    private static List<Body> receipts(String fixture) {
        return all(bytes(fixture)).stream().skip(1).map(InboundEvent::body).toList();
    }

    @ParameterizedTest
    @CsvSource({"event_scan.xml, SCAN", "event_subscribe.xml, subscribe", "event_view.xml, VIEW"})
    void anEventsKeyIsSenderSecondEventAndADigestOfAllThatItSays(String fixture, String event) {
        assertThat(unified(fixture).header().key())
                .matches("event:oAbC-1_openid:1718000000:" + event + ":[0-9a-f]{64}");
    }

    @Test
    void eventsOfOneSecondThatDifferInAnyFieldAreDifferentAndTheSameOneInOtherWhiteSpaceIsNot() {
        String one = "<xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
                + "<Event>user_get_card</Event><CardId>a</CardId></xml>";
        assertThat(key(one)).isNotEqualTo(key(one.replace(">a<", ">b<")));
        assertThat(key(one)).isEqualTo(key(one.replace("><", ">\n  <") + "  "));
    }

    @Test
    void aMessageWithoutIdIsKnownByWhatItSays() {
        assertThat(unified("message_without_id.xml").header().key())
                .matches("event:oAbC-1_openid:1718000000:[0-9a-f]{64}")
                .isEqualTo(unified("message_without_id.xml").header().key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0010", "\u0000", "\u0002", "\u001D", "\uFFFE", "\uFFFF", "\u000B\u001F"})
    void whatXmlForbidsIsLeftOutOfXmlAndJsonAlike(String forbidden) {
        assertThat(text("<![CDATA[A" + forbidden + "B]]>")).isEqualTo("AB");
        assertThat(text("A" + forbidden + "B")).isEqualTo("AB");
        String json = "{\"FromUserName\":\"o\",\"CreateTime\":1,\"MsgType\":\"text\",\"MsgId\":1,\"Content\":\"A"
                + forbidden + "B\"}";
        assertThat(part(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(new Content.Text("AB"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<status><![CDATA[1]]></status>",
                "a ]]> b",
                "]]></Content>",
                "<![CDATA[",
                "]]></Content><MsgId>9</MsgId><Content><![CDATA[forged",
                "]]></Content><MsgId>9</MsgId><X><![CDATA[forged",
                "]]></Content><MsgId>9</MsgId></xml><!--",
                "]]></ToUserName><FromUserName>victim</FromUserName>",
                "tabs\tand\nlines & <b>marks</b> 🙂"
            })
    void whateverACustomerWritesIsHisTextAndNothingElse(String written) {
        InboundEvent event = unified(bytesOf("<![CDATA[" + written + "]]>"));
        assertThat(event.body()).isEqualTo(new Message("1", List.of(new Content.Text(written)), null));
        assertThat(event.header().thread()).isEqualTo("o");
        assertThat(event.header().key()).isEqualTo("message:1");
    }

    @Test
    void whatIsNoUtf8AndNoEntityIsShownAsWellAsItCanBe() {
        assertThat(part("text_cut_character.xml")).isEqualTo(new Content.Text("\uFFFD("));
        assertThat(part("text_unknown_entity.xml")).isEqualTo(new Content.Text("&e;"));
        assertThat(text("&#16;&#x41;&amp;&x;")).isEqualTo("A&&x;");
    }

    @Test
    void anEventMayHaveAFieldTwiceButNotWhoOrWhen() {
        String event = "<xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
                + "<Event>x</Event><Item>a</Item><Item>b</Item><Event>x</Event></xml>";
        assertThat(((Content.SystemEvent) part(event.getBytes(StandardCharsets.UTF_8))).data())
                .containsEntry("Item", "a")
                .containsEntry("Item[2]", "b");
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> unified(event.replace("<Item>b", "<FromUserName>p</FromUserName><Item>b")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void onlyWhatAPersonSaysIsSaid() {
        assertThat(part("event_unknown.xml")).isInstanceOf(Content.SystemEvent.class);
        String status = "<xml><FromUserName>o</FromUserName><CreateTime>1</CreateTime>"
                + "<MsgType>device_status</MsgType><DeviceId>7</DeviceId></xml>";
        assertThat(part(status.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Content.SystemEvent(
                        "wechat.device_status", Map.of("Event", "device_status", "DeviceId", "7")));
    }

    @Test
    void miniProgramsMaySpeakJson() {
        assertThat(part("mini_program_text.json")).isEqualTo(new Content.Text("在吗"));
        assertThat(part("mini_program_byte_order_mark.json")).isEqualTo(new Content.Text("在吗"));
        assertThat(WeChatPush.read(bytes("mini_program_list.json")).fields())
                .containsEntry("List.item.TemplateId", "t1")
                .containsEntry("List.item[2].TemplateId", "t2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "malformed_latitude.xml",
                "malformed_latitude_out_of_range.xml",
                "malformed_time.xml",
                "malformed_time_beyond_all.xml",
                "malformed_without_media.xml",
                "malformed_without_sender.xml",
                "malformed_truncated.xml",
                "malformed_document_type.xml",
                "malformed_field_twice.xml",
                "malformed_too_deep.xml",
                "malformed_no_document.xml",
                "malformed_field_twice.json",
                "malformed_truncated.json",
                "malformed_trailing.json"
            })
    void whatCanNotBeUnderstoodIsMalformed(String fixture) {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> unified(fixture))
                .withMessageNotContainingAny("yesterday", "north", "passwd", "o2");
    }

    private static void assertMessage(String fixture, Content content) {
        assertThat(unified(fixture).body()).isEqualTo(new Message(ID, List.of(content), null));
    }

    private static Map<String, String> details(String fixture) {
        return ((Content.SystemEvent) part(fixture)).data();
    }

    private static String key(String xml) {
        return unified(xml.getBytes(StandardCharsets.UTF_8)).header().key();
    }

    /// A text message whose content stands in XML as given.
    private static byte[] bytesOf(String content) {
        return ("<xml><ToUserName><![CDATA[gh]]></ToUserName><FromUserName><![CDATA[o]]></FromUserName>"
                        + "<CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>" + content
                        + "</Content><MsgId>1</MsgId></xml>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String content) {
        return ((Content.Text) part(bytesOf(content))).text();
    }

    private static Content part(String fixture) {
        return part(bytes(fixture));
    }

    private static Content part(byte[] bytes) {
        Body body = unified(bytes).body();
        assertThat(body).isInstanceOf(Message.class);
        return ((Message) body).parts().getFirst();
    }

    private static InboundEvent unified(String fixture) {
        return unified(bytes(fixture));
    }

    private static InboundEvent unified(byte[] bytes) {
        return all(bytes).getFirst();
    }

    private static List<InboundEvent> all(byte[] bytes) {
        WeChatPush push = WeChatPush.read(bytes);
        return WeChatInboundAdapter.toUnified(push, TenantId.DEFAULT, new InboxId("shop"), NOW);
    }

    private static byte[] bytes(String fixture) {
        try (InputStream stream = WeChatInboundAdapterTests.class.getResourceAsStream("/wechat/" + fixture)) {
            return Objects.requireNonNull(stream, fixture).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
