package io.omnihub.simulator;

import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.Received;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;

/// The customers of the demo: they write at a human pace, and answer when they are answered.
final class DemoCustomers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoCustomers.class);

    private final WeChatSimulator platform;
    private final CustomerThreads threads = new CustomerThreads();
    private final DemoPace pace;

    DemoCustomers(WeChatSimulator platform, DemoPace pace) {
        this.platform = platform;
        this.pace = pace;
    }

    @EventListener
    void begin(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof ServletWebServerApplicationContext web) {
            int port = web.getWebServer().getPort();
            platform.pushesTo(URI.create("http://localhost:" + port + "/channels/wechat/demo"), PushMode.SAFE);
            LOG.info("Demo: simulated WeChat customers write to the inbox demo");
            DemoTalk.ALL.forEach(talk -> threads.start(talk.name(), () -> live(talk)));
        }
    }

    private void live(DemoTalk talk) throws InterruptedException {
        SimulatedCustomer customer = platform.customer("oDemo-" + talk.name());
        BlockingQueue<Received> answers = new LinkedBlockingQueue<>();
        customer.onReceive(answers::add);
        pace.think();
        DemoPace.told(customer.follows());
        for (int round = 0; ; round++) {
            for (String line : talk.lines()) {
                pace.think();
                DemoPace.told(talk.say(customer, line));
                Received answer = pace.await(answers);
                if (answer != null) {
                    pace.think();
                    DemoPace.told(customer.says(
                            talk.thanks().get(round % talk.thanks().size())));
                    answers.clear();
                }
            }
            pace.rest();
        }
    }

    List<String> breaches() {
        return platform.breaches();
    }

    @Override
    public void close() {
        threads.close();
        platform.close();
    }
}
