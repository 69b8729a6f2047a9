package io.omnihub.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiteTests {

    @Test
    void anAppNamesTheSchemesThatItOpens() {
        assertThat(site(true, List.of("myshop", "com.example.shop"))
                        .inbox()
                        .capabilities()
                        .schemes())
                .containsExactlyInAnyOrder("myshop", "com.example.shop");
    }

    @Test
    void whatRunsInABrowserIsNoSchemeOfAnApp() {
        for (String scheme : List.of("javascript", "data", "file", "https", "MyShop", "my shop", "")) {
            assertThatThrownBy(() -> site(true, List.of("myshop", scheme)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "omnihub.sites.mobile.schemes[1] must be a scheme of the app's own, such as myshop, in small letters");
        }
        assertThatThrownBy(() -> site(true, Collections.nCopies(21, "myshop")))
                .hasMessage("omnihub.sites.mobile.schemes must be no more than 20");
    }

    @Test
    void aSitesPagesOpenNone() {
        assertThatThrownBy(() -> site(false, List.of("myshop")))
                .hasMessage("omnihub.sites.mobile.schemes must be an app's, which has app: true");
    }

    private static Site site(boolean app, List<String> schemes) {
        return Site.of(
                "mobile",
                new SiteProperties(
                        "default",
                        "",
                        "",
                        List.of("https://shop.example.com"),
                        app,
                        schemes,
                        Duration.ofHours(24),
                        Map.of(),
                        SiteProperties.PushText.NEUTRAL));
    }
}
