package io.omnihub.simulator;

import io.omnihub.identity.Accounts;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;

/// Opens the demo's shop once the hub is there, and makes a second agent, so that two can be seen at work together.
final class DemoOpening implements AutoCloseable {

    private static final String AGENT = "mei";
    private static final int PASSWORD_BYTES = 8;

    private final DemoShop shop;
    private final Accounts accounts;
    private final PrintStream out;
    private final AtomicBoolean opened = new AtomicBoolean();

    DemoOpening(DemoShop shop, Accounts accounts, PrintStream out) {
        this.shop = shop;
        this.accounts = accounts;
        this.out = out;
    }

    /// After all else, so that the hub has made its first account.
    @EventListener
    void open(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC
                && event.getSource() instanceof ServletWebServerApplicationContext web
                && opened.compareAndSet(false, true)) {
            String hub = "http://127.0.0.1:" + web.getWebServer().getPort();
            shop.embeds(hub);
            out.printf("""

                      Demo
                        the shop, as its customers see it   %s
                        the console, where you answer them  %s/console/
                    %s
                    """, shop.origin(), hub, agent());
        }
    }

    private String agent() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        if (!accounts.create(TenantId.DEFAULT, AGENT, Role.AGENT, password)) {
            return "    a second agent                      " + AGENT + ", with the password shown before\n";
        }
        return "    a second agent                      " + AGENT + ", password " + password
                + ", shown only this once\n";
    }

    @Override
    public void close() {
        shop.close();
    }
}
