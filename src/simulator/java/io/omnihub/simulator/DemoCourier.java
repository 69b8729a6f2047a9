package io.omnihub.simulator;

import io.omnihub.simulator.courier.Courier;
import java.net.URI;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;

/// The demo's courier: each of the WeChat customers gets parcel after parcel, and what becomes of them is told to the
/// hub.
final class DemoCourier implements AutoCloseable {

    static final String NAME = "courier";

    /// Good for this demo alone.
    static final String KEY = "whsec_dGhlIGRlbW8gY291cmllcidzIGtleSwgZm9yIG5vdGhpbmcgZWxzZQ==";

    private static final Logger LOG = LoggerFactory.getLogger(DemoCourier.class);
    private static final String LAMPS = "james";
    private static final int FIRST = 1_001;

    private final Courier courier;
    private final CustomerThreads threads = new CustomerThreads();
    private final DemoPace pace;

    DemoCourier(Courier courier, DemoPace pace) {
        this.courier = courier;
        this.pace = pace;
    }

    /// The file of its channel.
    static String declared(Courier courier) {
        return """
                omnihub:
                  channels:
                    courier:
                      name: Courier 快递
                      icon: pin
                      capabilities: {}
                      inboxes:
                        courier:
                          name: Demo courier 演示快递
                          secrets:
                            signing-key: %s
                          properties:
                            addresses: 127.0.0.0/8, ::1
                            picture-hosts: %s
                """.formatted(KEY, courier.pictureHost());
    }

    @EventListener
    void begin(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof ServletWebServerApplicationContext web) {
            courier.pushesTo(URI.create("http://localhost:" + web.getWebServer().getPort() + "/webhooks/" + NAME));
            LOG.info("Demo: a courier tells of parcels at /webhooks/{}", NAME);
            String lamp = courier.shows(DemoTalk.picture("lamp.jpg"));
            int number = FIRST;
            for (DemoTalk talk : DemoTalk.ALL) {
                String first = "SF-" + number++;
                // What is in it: a lamp for the one who ordered lamps.
                String picture = talk.name().equals(LAMPS) ? lamp : "";
                threads.start("courier-" + talk.name(), () -> deliver(first, talk.name(), picture));
            }
        }
    }

    private void deliver(String first, String customer, String picture) throws InterruptedException {
        for (int round = 1; ; round++) {
            for (int state = 0; state < Courier.STATES.size(); state++) {
                pace.think();
                DemoPace.told(courier.tells(first + "-" + round, state, Map.of("demo", "oDemo-" + customer), picture));
            }
            pace.rest();
        }
    }

    @Override
    public void close() {
        threads.close();
        courier.close();
    }
}
