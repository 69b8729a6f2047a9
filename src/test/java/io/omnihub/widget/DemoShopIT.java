package io.omnihub.widget;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import io.omnihub.console.Chromium;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import io.omnihub.simulator.DemoShop;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;

/// The demo's shop, whose customer the hub knows when she has logged in.
final class DemoShopIT {

    @TempDir
    private Path data;

    @Test
    void aCustomerWritesAndIsKnownAfterTheLogin() {
        Path made;
        try (RunningHub hub = RunningHub.startBare(data, "--demo", "--demo.pace=1h", "--demo.shop-port=0");
                Chromium chromium = new Chromium();
                VisitorWindow shop = VisitorWindow.open(
                        chromium.browser, 1440, hub.bean(DemoShop.class).origin())) {
            Api agent = hub.as(Role.AGENT);
            assertThat(hub.bean(Accounts.class).exists(TenantId.DEFAULT, "admin"))
                    .isTrue();
            assertThat(hub.bean(Accounts.class).exists(TenantId.DEFAULT, "mei")).isTrue();
            assertThat(shop.page.locator("h1")).hasText("Porcelain for every day");
            shop.page.locator("#ask").click();
            assertThat(shop.log()).containsText("Ask us anything about cups and orders.");
            String unknown = shop.write("Is the blue cup in stock?");
            assertThat(shop.log()).containsText("Sent");
            shop.screenshot("demo-shop");

            // To the browser the shop is another site than the hub, and the visitor is known again.
            shop.page.reload();
            shop.page.locator("#ask").click();
            assertThat(shop.log().getByText(unknown)).hasCount(1);

            shop.page.locator("#login").click();
            assertThat(shop.page.locator("#customer")).hasText("Han Meimei");
            assertThat(shop.log().getByText(unknown)).hasCount(0);
            String known = shop.write("Where is my order?");
            assertThat(shop.log()).containsText("Sent");
            await().until(() -> agent.get("/api/v1/conversations").text().contains("Han Meimei"));
            shop.page.locator("#language").click();
            assertThat(shop.page.locator("h1")).hasText("日用好瓷");
            assertThat(shop.frame().getByText("Demo shop 演示商店")).isVisible();
            assertThat(shop.log()).containsText("已发送");
            shop.screenshot("demo-shop-zh");

            Locator logout = shop.page.locator("#logout");
            logout.click();
            assertThat(logout).isHidden();
            shop.page.locator("#ask").click();
            assertThat(shop.log().getByText(known)).hasCount(0);
            shop.assertNoErrors();

            made = Path.of(hub.bean(Environment.class).getRequiredProperty("demo.erp"))
                    .getParent();
            await().untilAsserted(() -> assertThat(told(hub)).containsExactly("erp 6", "orders 6"));
            assertThat(agent.get("/api/v1/dead-letters").json().path("items")).isEmpty();
        }
        assertThat(made).as("what the demo made").doesNotExist();
    }

    /// How many records each system has told.
    private static List<String> told(RunningHub hub) {
        return hub.bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select source, count(*) from record group by source order by source")
                                .query((row, _) -> row.getString(1) + " " + row.getLong(2))
                                .list());
    }
}
