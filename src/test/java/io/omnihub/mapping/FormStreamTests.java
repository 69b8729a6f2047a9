package io.omnihub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.BlobsInMemory;
import io.omnihub.channel.ChannelRejectedException;
import io.omnihub.message.Media;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.StreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class FormStreamTests {

    private final BlobsInMemory stored = new BlobsInMemory();
    private final AtomicInteger opened = new AtomicInteger();
    private final Blobs blobs = new Blobs() {

        @Override
        public Media store(InputStream bytes, String contentType, String fileName, long most) throws IOException {
            return stored.store(bytes, contentType, fileName, most);
        }

        @Override
        public long size(String blob) throws IOException {
            return stored.size(blob);
        }

        @Override
        public InputStream open(String blob) throws IOException {
            opened.incrementAndGet();
            return stored.open(blob);
        }
    };

    @Test
    void itIsOpenedWhenItIsReadAndAsOftenAsItIsRead() throws IOException {
        Media media = stored.store(
                new ByteArrayInputStream("the file".getBytes(StandardCharsets.UTF_8)), "text/plain", "a.txt", 100);
        FormStream form = new FileForm(Map.of("chat", "图"), "document", media, "b").open(blobs);
        assertThat(opened).hasValue(0);

        String whole = new String(form.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(whole)
                .startsWith("--b\r\nContent-Disposition: form-data; name=\"chat\"\r\n\r\n图\r\n--b\r\n")
                .contains("filename=\"a.txt\"")
                .endsWith("\r\n\r\nthe file\r\n--b--\r\n");
        assertThat(form.length())
                .isEqualTo(whole.getBytes(StandardCharsets.UTF_8).length)
                .isEqualTo(form.position());

        form.reset();
        assertThat(form.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo(whole);
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        form.copy(new DefaultExchange(new DefaultCamelContext())).writeTo(copied);
        assertThat(copied.toString(StandardCharsets.UTF_8)).isEqualTo(whole);
        assertThat(form).isInstanceOf(StreamCache.class);
        assertThat(form.inMemory()).isFalse();
    }

    @Test
    void aFileThatIsGoneIsToldBeforeTheCall() {
        FileForm form = new FileForm(Map.of(), "document", Media.stored("0".repeat(64), "text/plain", 8, "a.txt"), "b");
        assertThatThrownBy(() -> form.open(blobs)).isInstanceOf(ChannelRejectedException.class);
    }
}
