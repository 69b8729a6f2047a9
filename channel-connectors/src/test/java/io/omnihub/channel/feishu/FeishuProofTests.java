package io.omnihub.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.omnihub.channel.callback.UntrustedCallbackException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// Crypto against what others have published, which no code of ours has made.
final class FeishuProofTests {

    /// From larksuite/oapi-sdk-java, TestDecryptor.java: an event that the key 1212121212 opens.
    private static final String SDK = """
            4T4ivT/PR2APX9OYkhRKtu54s1rtIpj9xJU69Hs1yWQ/1RutbufsBs9xjx5YC3u/0hMRF49sN0kevQiEL8iB3bVEdpfyJXzXGDfK\
            UjvKQTmG64GbMdTW6qRpadVPem3f32jHuT6fc+4TRg4BigwoUId+l/D+vcIwu3mDgAEbaqzWfmvccmpiRMfQbh9JhdK/akmrRjo/\
            CXPLM+hZciFXJMSpKueV3SjZJoSls5y0ZTHC8zak/Mp/DSl1wa4mYe5laP367Lnl4ylGiXBKx3Ku29oWv79rYcO/5QT63H4rkl8b\
            wYmAzScpb2KNnV11L3xiDzJp3hFdfXczUvm93FXu4Lw8eDAsRzIWCccKrqHh0UvtDJD95tNn6LvYew4+Xbk1RD4k7UzWJS9AMobO\
            K778NLNxfQ+Kn7MKzBHilXnSIVY5V+dcsOOdfqJviW4yWmT73JHYKq1qJip7Cw7lbkmRMUmettUwdVFWxeXH6iTex3YXCgqoriCx\
            /MzeQhdNEycipooB/vHItRt1CF44uFWj9tf8n3TdbdH4dNMD0hw8ejHJSbEHb9HAGCugUniN8BzL9wxE959JU4cu3BKjDuIk5oS9\
            hLR1mSc3vKBuSa3VKOE=\
            """.strip();

    /// From Feishu's page "Receive events", in its examples for each language: key, encrypted and decrypted.
    @Test
    void opensTheExampleOfTheDocumentation() {
        assertThat(opened("test key", "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="))
                .isEqualTo("hello world");
    }

    @Test
    void opensTheEventOfThePlatformsOwnLibrary() {
        assertThat(opened("1212121212", SDK))
                .isEqualTo(
                        "{\"schema\":\"2.0\",\"header\":{\"event_id\":\"f7984f25108f8137722bb63cee927e66\",\"event_type\":\"contact.user.created_v3\",\"app_id\":\"cli_xxxxxxxx\",\"tenant_key\":\"xxxxxxx\",\"create_time\":\"1603977298000000\",\"token\":\"v\"},\"event\":{\"object\":{\"open_id\":\"ou_7dab8a3d3cdcc9da365777c7ad535d62\",\"union_id\":\"on_576833b917gda3d939b9a3c2d53e72c8\",\"user_id\":\"e33ggbyz\",\"name\":\"张三\",\"employee_no\":\"employee_no\"}},\"challenge\":\"1212\",\"type\":\"url_verification1\"}");
    }

    /// From Feishu's page "Configure the Encrypt Key"; the key and what is within are told by
    /// cyclone-robotics/feishu-python-sdk, test_decrypt_aes.py. It is an event of the older form.
    @Test
    void readsTheOlderEventOfTheDocumentation() {
        String encrypted =
                "FIAfJPGRmFZWkaxPQ1XrJZVbv2JwdjfLk4jx0k/U1deAqYK3AXOZ5zcHt/cC4ZNTqYwWUW/EoL+b2hW/C4zoAQQ5CeMtbxX2zHjm+E4nX/Aww+FHUL6iuIMaeL2KLxqdtbHRC50vgC2YI7xohnb3KuCNBMUzLiPeNIpVdnYaeteCmSaESb+AZpJB9PExzTpRDzCRv+T6o5vlzaE8UgIneC1sYu85BnPBEMTSuj1ZZzfdQi7ZW992Z4dmJxn9e8FL2VArNm99f5Io3c2O4AcNsQENNKtfAAxVjCqc3mg5jF0nKabA+u/5vrUD76flX1UOF5fzJ0sApG2OEn9wfyPDRBsApn9o+fceF9hNrYBGsdtZrZYyGG387CGOtKsuj8e2E8SNp+Pn4E9oYejOTR+ZNLNi+twxaXVlJhr6l+RXYwEiMGQE9zGFBD6h2dOhKh3W84p1GEYnSRIz1+9/Hp66arjC7RCrhuW5OjCj4QFEQJiwgL45XryxHtiZ7JdAlPmjVsL03CxxFZarzxzffryrWUG3VkRdHRHbTsC34+ScoL5MTDU1QAWdqUC1T7xT0lCvQELaIhBTXAYrznJl6PlA83oqlMxpHh0gZBB1jFbfoUr7OQbBs1xqzpYK6Yjux6diwpQB1zlZErYJUfCqK7G/zI9yK/60b4HW0k3M+AvzMcw=";

        FeishuPush push = FeishuPush.read(FeishuProof.decrypt("kudryavka", encrypted));

        assertThat(push.id()).isEqualTo("5226cd85b4d843dccee2e279d93f3ed3");
        assertThat(push.type()).isEqualTo("v1.user_status_change");
        assertThat(push.token()).isEqualTo("GzhQEyfUcx7eEungQFWtXgCbxSpUOJIb");
        assertThat(push.app()).isEqualTo("cli_9e28cb7ba56a100e");
        assertThat(push.time()).isEqualTo("2020-05-20T10:33:25.376Z");
        assertThat(push.event().path("open_id").asString()).isEqualTo("ou_2ef04637d933f798dcb92c99e845ed09");
        assertThat(push.event().path("change_time").asString()).isEqualTo("2020-05-20 18:33:25");
    }

    /// The documentation gives the rule and no example: hexadecimal SHA-256 over timestamp, nonce, key and body. This
    /// one is what the program sha256sum says of the texts in TestEventDispatcher.java of larksuite/oapi-sdk-java.
    @Test
    void signsAsTheDocumentationSays() {
        byte[] body = ("{\"encrypt\":\"" + SDK + "\"}").getBytes(StandardCharsets.UTF_8);

        assertThat(FeishuProof.signature("timestamp", "nonce", "1212121212", body))
                .isEqualTo("7a51a17e7c0c52c059d226070d35f8d76e041993495ffaf5f3d05603c810e253");
    }

    @Test
    void opensNothingThatWasEncryptedOtherwise() {
        byte[] bytes = Base64.getDecoder().decode(SDK);
        bytes[bytes.length - 1] ^= 1;
        for (String encrypted : new String[] {
            "",
            "no Base64!",
            "AAAA",
            SDK.substring(0, 24),
            SDK.substring(4),
            Base64.getEncoder().encodeToString(bytes)
        }) {
            assertThatExceptionOfType(UntrustedCallbackException.class)
                    .as(encrypted)
                    .isThrownBy(() -> FeishuProof.decrypt("1212121212", encrypted));
        }
        assertThatExceptionOfType(UntrustedCallbackException.class)
                .isThrownBy(() -> FeishuProof.decrypt("another key", SDK));
    }

    private static String opened(String key, String encrypted) {
        return new String(FeishuProof.decrypt(key, encrypted), StandardCharsets.UTF_8);
    }
}
