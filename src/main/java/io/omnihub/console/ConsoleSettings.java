package io.omnihub.console;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the console has to know before anybody has logged in.
@RestController
final class ConsoleSettings {

    private final GatewayAddress gateway;

    ConsoleSettings(GatewayAddress gateway) {
        this.gateway = gateway;
    }

    @GetMapping("/console/settings.json")
    Settings settings() {
        return new Settings(new Live(gateway.port(), gateway.url()));
    }

    /// The settings.
    record Settings(Live gateway) {}

    /// Where the gateway is.
    ///
    /// @param port on the host of the console
    /// @param url  where it is instead; empty for the port
    record Live(int port, String url) {}
}
