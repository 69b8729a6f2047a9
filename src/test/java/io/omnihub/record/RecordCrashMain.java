package io.omnihub.record;

import io.omnihub.OmniHub;
import io.omnihub.buffer.Buffer;
import io.omnihub.buffer.RawRecord;
import io.omnihub.channel.InboxProvider;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/// A hub that is told version after version of some records, and says so only after the buffer has taken each.
class RecordCrashMain {

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
        return Erp.record(json);
    }

    @Bean
    InboxProvider erp() {
        return Erp.inboxes();
    }
}
