package io.omnihub.record;

import io.omnihub.OmniHub;
import io.omnihub.buffer.Buffer;
import io.omnihub.buffer.RawRecord;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Inbox;
import io.omnihub.channel.InboxProvider;
import io.omnihub.message.ChannelId;
import io.omnihub.message.InboxId;
import io.omnihub.message.Raw;
import io.omnihub.message.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/// A hub that is told version after version of some records, and says so only after the buffer has taken each.
class RecordCrashMain {

    static final InboxId SOURCE = new InboxId("erp");
    static final int RECORDS = 20;

    /// How many records one call hands in.
    private static final int TOGETHER = 5;

    public static void main(String[] args) {
        ConfigurableApplicationContext hub = start(args[0]);
        int from = Integer.parseInt(args[1]);
        Buffer buffer = hub.getBean(Buffer.class);
        for (int version = from; ; version++) {
            for (int first = 0; first < RECORDS; first += TOGETHER) {
                List<RawRecord> some = new ArrayList<>();
                for (int key = first; key < first + TOGETHER; key++) {
                    some.add(record(key, version));
                }
                buffer.putRecords(some);
                System.out.println("taken " + first + " " + version);
            }
        }
    }

    static ConfigurableApplicationContext start(String data) {
        return new SpringApplicationBuilder(OmniHub.class, RecordCrashMain.class)
                .run(
                        "--omnihub.data=" + data,
                        "--omnihub.config.channels=" + data + "/channels",
                        "--server.port=0",
                        "--omnihub.gateway.port=0",
                        "--camel.main.shutdown-timeout=5");
    }

    static RawRecord record(int key, int version) {
        String json = "{\"type\": \"order\", \"key\": \"%d\", \"version\": %d, \"state\": \"s%d\"}"
                .formatted(key, version, version);
        return new RawRecord(
                TenantId.DEFAULT,
                SOURCE,
                new ChannelId("erp"),
                Instant.EPOCH,
                new Raw("application/json", json.getBytes(StandardCharsets.UTF_8)));
    }

    @Bean
    InboxProvider erp() {
        return () -> List.of(new Inbox(
                TenantId.DEFAULT,
                new ChannelId("erp"),
                SOURCE,
                "ERP",
                Duration.ofHours(1),
                1,
                new Capabilities(Set.of(), null)));
    }
}
