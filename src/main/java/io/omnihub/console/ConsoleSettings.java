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
        return new Settings(gateway.live());
    }

    /// The settings.
    record Settings(GatewayAddress.Live gateway) {}
}
