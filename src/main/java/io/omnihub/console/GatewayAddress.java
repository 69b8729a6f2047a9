package io.omnihub.console;

import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/// Where browsers find the WebSocket gateway.
///
/// @param port of the gateway on the host that serves the console
/// @param url  where it is instead, such as `wss://live.example` behind a proxy; empty for the port
@ConfigurationProperties("omnihub.gateway")
public record GatewayAddress(
        @DefaultValue("8081") int port, @DefaultValue("") String url) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern URL = Pattern.compile("wss?://[A-Za-z0-9.:\\[\\]-]+(/[^\\s;,'\"]*)?");

    public GatewayAddress {
        Assert.isTrue(
                url.isEmpty() || URL.matcher(url).matches(),
                "omnihub.gateway.url: must be an address such as wss://live.example");
    }

    /// The gateway's origins for a content security policy.
    ///
    /// @param host as the browser named it
    public String origins(String host) {
        if (!url.isEmpty()) {
            URI address = URI.create(url);
            return address.getScheme() + "://" + address.getAuthority();
        }
        return HOST.matcher(host).matches() ? "ws://%1$s:%2$d wss://%1$s:%2$d".formatted(host, port) : "";
    }
}
