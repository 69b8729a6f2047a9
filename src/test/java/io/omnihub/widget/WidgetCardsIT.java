package io.omnihub.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.omnihub.console.Chromium;
import io.omnihub.console.Pictures;
import io.omnihub.simulator.courier.Courier;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Records as visitors see them in the widget, and what they press.
final class WidgetCardsIT {

    @TempDir
    private static Path data;

    private static Chromium chromium;
    private static HostPage site;
    private static Courier courier;
    private static RunningHub hub;
    private static Api agent;

    @BeforeAll
    static void open() throws IOException {
        chromium = new Chromium();
        site = new HostPage();
        courier = new Courier("whsec_c2VjcmV0IGtleSwgc2VjcmV0IGtleSwgc2VjcmV0IGtleQ==", Clock.systemUTC());
        Files.writeString(Files.createDirectories(data.resolve("channels")).resolve("parcels.yaml"), """
                omnihub:
                  channels:
                    parcels:
                      name: Parcels
                      capabilities: {}
                      inboxes:
                        parcels:
                          name: Parcels
                          properties: {picture-hosts: "%s"}
                """.formatted(
                        courier.pictureHost()));
        hub = RunningHub.start(
                data, "--omnihub.sites.web.name=Jingdezhen Cups", "--omnihub.sites.web.origins=" + site.origin());
        site.embeds(hub.address);
        agent = hub.watcher();
        agent.get("/api/v1/conversations");
    }

    @AfterAll
    static void close() {
        hub.close();
        courier.close();
        site.close();
        chromium.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1440, en, light, Parcel SF-1001, Shipped, Hold it back, Sent",
        "390, zh, dark, 包裹 SF-1001, 已发货, 暂缓派送, 已发送"
    })
    void aRecordIsShownWithAllThatItHasAndItsButtonIsPressed(
            int width, String language, String scheme, String title, String state, String button, String sent) {
        String address = site.origin() + "/?lang=" + language + "&scheme=" + scheme;
        try (VisitorWindow visitor = VisitorWindow.open(chromium.browser, width, address)) {
            visitor.button().click();
            String conversation = begin(visitor);
            hand(conversation, """
                    "title": "%s", "state": "shipped", "tone": "busy", "picture": "%s",
                    "fields": {"carrier": "SF", "amount": {"money": "128.50", "currency": "CNY"}},
                    "steps": [{"name": "Packed", "note": "Suzhou", "time": "2026-01-31T08:00:00Z"}, {"name": "Delivered"}],
                    "buttons": {"Track": "https://courier.example/7", "%s": {"value": "hold"}}""".formatted(title, courier.shows(Pictures.png(160, 120)), button));

            FrameLocator frame = visitor.frame();
            assertThat(frame.locator(".card strong")).hasText(title);
            assertThat(frame.locator(".card [data-tone=busy]")).hasText(state);
            assertThat(frame.locator(".card li")).hasCount(2);
            assertThat(frame.locator(".card li.done")).containsText("Packed");
            assertThat(frame.locator(".card img")).isVisible();
            assertThat(frame.locator(".card a")).hasAttribute("href", "https://courier.example/7");
            visitor.screenshot("widget-record-%d-%s-%s".formatted(width, language, scheme));
            visitor.assertAccessible("a record");
            visitor.assertTargetsAreLarge();

            Locator press = frame.getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(button));
            press.click();
            assertThat(frame.locator(".press")).containsText(sent);
            assertThat(frame.locator(".press")).isDisabled();
            visitor.screenshot("widget-record-%d-%s-%s-pressed".formatted(width, language, scheme));
            JsonNode click = clicks(conversation).getFirst();
            assertThat(click.at("/sender/kind").asString()).isEqualTo("contact");
            assertThat(click.at("/change/parts/0/data/value").asString()).isEqualTo("hold");

            // It can be pressed again once the page is loaded anew, and counts once all the same.
            visitor.reload();
            visitor.button().click();
            press.click();
            assertThat(frame.locator(".press")).containsText(sent);
            assertThat(clicks(conversation)).hasSize(1);
            visitor.assertNoErrors();
        }
    }

    @Test
    void eachStateHasItsColourInLightAndDark() {
        for (String scheme : List.of("light", "dark")) {
            try (VisitorWindow visitor =
                    VisitorWindow.open(chromium.browser, 390, site.origin() + "/?lang=en&scheme=" + scheme)) {
                visitor.button().click();
                String conversation = begin(visitor);
                List<String> tones = List.of("plain", "busy", "good", "warn", "bad");
                for (String tone : tones) {
                    hand(
                            conversation,
                            "\"title\": \"Order %1$s\", \"state\": \"at %1$s\", \"tone\": \"%1$s\"".formatted(tone));
                }
                for (String tone : tones) {
                    assertThat(visitor.frame().locator(".card [data-tone=" + tone + "]"))
                            .hasText("at " + tone);
                }
                visitor.screenshot("widget-tones-" + scheme);
                visitor.assertAccessible("colours of states, " + scheme);
                visitor.assertNoErrors();
            }
        }
    }

    /// Has a visitor say something.
    ///
    /// @return the conversation
    private static String begin(VisitorWindow visitor) {
        String text = visitor.write("Where is my parcel?");
        assertThat(visitor.log().getByText(text)).hasCount(1);
        return await().until(
                        () -> agent.get("/api/v1/conversations?limit=100")
                                .json()
                                .path("items")
                                .valueStream()
                                .map(each -> each.path("id").asString())
                                .filter(id -> agent.get("/api/v1/conversations/" + id + "/entries")
                                        .text()
                                        .contains(text))
                                .findFirst()
                                .orElse(""),
                        id -> !id.isEmpty());
    }

    /// Has a system tell the customer of a conversation.
    private static void hand(String conversation, String more) {
        String contact = agent.get("/api/v1/conversations/" + conversation)
                .json()
                .at("/contact/id")
                .asString();
        String visitor = agent.get("/api/v1/contacts/" + contact)
                .json()
                .at("/identities/0/externalId")
                .asString();
        hub.bean(ProducerTemplate.class)
                .sendBodyAndHeader(
                        "hub:record",
                        "{\"type\": \"shipment\", \"key\": \"%s\", \"contact\": {\"web\": \"%s\"}, \"tell\": \"customer\", %s}"
                                .formatted(UUID.randomUUID(), visitor, more),
                        "HubInbox",
                        "parcels");
    }

    private static List<JsonNode> clicks(String conversation) {
        return agent.get("/api/v1/conversations/" + conversation + "/entries?limit=100")
                .json()
                .path("items")
                .valueStream()
                .filter(entry -> entry.path("kind").asString().equals("record.clicked"))
                .toList();
    }
}
