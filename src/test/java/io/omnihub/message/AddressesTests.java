package io.omnihub.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "vbscript:x",
                "blob:https://a/b",
                "filesystem:https://a/b",
                "view-source:https://a",
                "about:blank",
                "content://contacts",
                "intent://scan/#Intent;scheme=x;end",
                "http://shop.example",
                "https://shop.example",
                "ws://shop.example",
                " myshop://order",
                "myshop://order 1",
                "myshop://order\n1",
                "myshop://\u202e1024",
                "myshop://<b>",
                "myshop://a\"b",
                "myshop:",
                "my shop://x",
                "1shop://x",
                "m://x",
                "order/1024",
                ""
            })
    void isNoneInAnApp(String address) {
        assertThat(Addresses.appScheme(address)).isEmpty();
    }

    @Test
    void isOneInAnApp() {
        assertThat(Addresses.appScheme("myshop://order/1024?from=chat#top")).isEqualTo("myshop");
        assertThat(Addresses.appScheme("MyShop:order")).isEqualTo("myshop");
        assertThat(Addresses.appScheme("com.example.shop:/order/%E5%8D%95")).isEqualTo("com.example.shop");
        assertThat(Addresses.appScheme("myshop:" + "x".repeat(1_935))).isEqualTo("myshop");
        assertThat(Addresses.appScheme("myshop:" + "x".repeat(1_936))).isEmpty();
        assertThat(Addresses.isAppScheme("a".repeat(64))).isTrue();
        assertThat(Addresses.isAppScheme("a".repeat(65))).isFalse();
        assertThat(Addresses.isAppScheme("MyShop")).isFalse();
    }

    @Test
    void isAPage() {
        assertThat(Addresses.isPage("https://shop.example")).isTrue();
        assertThat(Addresses.isPage("http://shop.example")).isTrue();
        assertThat(Addresses.isPage("see https://shop.example")).isFalse();
        assertThat(Addresses.isPage("myshop://order")).isFalse();
    }
}
