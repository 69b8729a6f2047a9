package io.omnihub.simulator;

import io.omnihub.simulator.email.EmailSimulator;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;

/// The demo's customers who write mails: one with a table and a picture, one in plain text. They answer what they are
/// answered, and quote it.
final class DemoMails implements AutoCloseable {

    static final String ADDRESS = "help@shop.example";
    static final String PASSWORD = "demo";

    private static final List<Writer> WRITERS = List.of(
            new Writer(
                    "王芳", "wangfang@customer.example", "采购 200 个马克杯", "您好：\n\n我们公司想采购 200 个马克杯，请按下面的清单报价。\n\n王芳", """
                    <p>您好：</p><p>我们公司想采购 200 个马克杯，请按下面的清单报价。</p>
                    <table><tr><th>款式</th><th>颜色</th><th>数量</th></tr><tr><td>马克杯 350 ml</td><td>白</td><td>120</td></tr>
                    <tr><td>马克杯 350 ml</td><td>蓝</td><td>80</td></tr></table>
                    <p><img src="cid:lamp@customer" alt="旁边的台灯也想要"></p>
                    <p><img src="https://cdn.customer.example/logo.png" alt="Logo"></p><p>王芳</p>"""),
            new Writer(
                    "Emma Jones",
                    "emma@customer.example",
                    "Invoice for order 1024",
                    "Hello,\n\ncould you send me the invoice for order 1024?\n\nThank you\n\n-- \nEmma Jones\n+44 20 7946 0000",
                    ""));

    private final EmailSimulator provider;
    private final DemoPace pace;
    private final CustomerThreads threads = new CustomerThreads();

    DemoMails(EmailSimulator provider, DemoPace pace) {
        this.provider = provider;
        this.pace = pace;
    }

    @EventListener
    void begin(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof ServletWebServerApplicationContext) {
            WRITERS.forEach(writer -> threads.start(writer.address(), () -> live(writer)));
        }
    }

    private void live(Writer writer) throws InterruptedException {
        provider.mailbox(writer.address(), PASSWORD);
        while (true) {
            pace.think();
            provider.deliver(ADDRESS, "INBOX", writer.mail());
            int read = provider.count(writer.address(), "INBOX");
            pace.rest();
            if (provider.count(writer.address(), "INBOX") > read) {
                provider.deliver(ADDRESS, "INBOX", writer.answer(last(writer)));
            }
        }
    }

    private String last(Writer writer) {
        try {
            return provider.last(writer.address()).getMessageID();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.close();
        provider.close();
    }

    /// Somebody who writes.
    ///
    /// @param html the same as HTML; empty for none
    private record Writer(String name, String address, String subject, String text, String html) {

        private static final String LINE = "\r\n";

        byte[] mail() {
            String boundary = "demo";
            String head = head(subject, "");
            if (html.isEmpty()) {
                return bytes(head + plain(text));
            }
            return bytes(head + "Content-Type: multipart/related; boundary=" + boundary + LINE + LINE
                    + "--" + boundary + LINE + "Content-Type: multipart/alternative; boundary=forms" + LINE + LINE
                    + "--forms" + LINE + plain(text) + LINE
                    + "--forms" + LINE + part("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
                    + LINE + "--forms--" + LINE
                    + "--" + boundary + LINE + "Content-ID: <lamp@customer>" + LINE
                    + part("image/jpeg; name=lamp.jpg", DemoTalk.picture("lamp.jpg")) + LINE
                    + "--" + boundary + "--" + LINE);
        }

        byte[] answer(String answered) {
            String quoted = "\n\n在 " + ZonedDateTime.now(ZoneOffset.UTC).toLocalDate() + "，\"Demo shop\" <" + ADDRESS
                    + "> 写道：\n> …\n";
            return bytes(head("Re: " + subject, "In-Reply-To: " + answered + LINE) + plain("谢谢！Thank you!" + quoted));
        }

        private String head(String title, String more) {
            return "From: " + word(name) + " <" + address + ">" + LINE + "To: " + ADDRESS + LINE
                    + "Subject: " + word(title) + LINE + "Message-ID: <" + UUID.randomUUID() + "@customer.example>"
                    + LINE
                    + "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)) + LINE
                    + "Authentication-Results: mx.shop.example; spf=pass; dkim=pass; dmarc=pass" + LINE
                    + "MIME-Version: 1.0" + LINE + more;
        }

        private static String word(String text) {
            return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
        }

        private static String plain(String said) {
            return part("text/plain; charset=utf-8", said.getBytes(StandardCharsets.UTF_8));
        }

        private static String part(String type, byte[] bytes) {
            return "Content-Type: " + type + LINE + "Content-Transfer-Encoding: base64" + LINE + LINE
                    + Base64.getMimeEncoder().encodeToString(bytes);
        }

        private static byte[] bytes(String mail) {
            return mail.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
