package io.omnihub.simulator;

import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.Received;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;

/// The customers of the demo: they write at a human pace, and answer when they are answered.
final class DemoCustomers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoCustomers.class);

    private final WeChatSimulator platform;
    private final CustomerThreads threads = new CustomerThreads();
    private volatile Duration pace = Duration.ofSeconds(20);

    DemoCustomers(WeChatSimulator platform) {
        this.platform = platform;
    }

    /// @param pace the longest that a customer thinks before he goes on
    @Value("${demo.pace:20s}")
    void setPace(Duration pace) {
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
        think();
        told(customer.follows());
        for (int round = 0; ; round++) {
            for (String line : talk.lines()) {
                think();
                told(talk.say(customer, line));
                Received answer = answers.poll(pace.toMillis(), TimeUnit.MILLISECONDS);
                if (answer != null) {
                    think();
                    told(customer.says(talk.thanks().get(round % talk.thanks().size())));
                    answers.clear();
                }
            }
            Thread.sleep(pace.multipliedBy(3));
        }
    }

    private void think() throws InterruptedException {
        long longest = Math.max(2, pace.toMillis());
        Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 4, longest));
    }

    private static void told(Pushed pushed) {
        if (!pushed.isTaken()) {
            LOG.warn("Demo: the hub did not take a message; the last answer was HTTP {}", pushed.status());
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
