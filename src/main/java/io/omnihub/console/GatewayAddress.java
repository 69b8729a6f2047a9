package io.omnihub.console;

import io.omnihub.gateway.Gateway;
import io.omnihub.message.Content;
import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.Assert;

/// Where browsers find the WebSocket gateway: at a port of the host that serves the console, or at an address of its
/// own behind a proxy.
public final class GatewayAddress {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern URL = Pattern.compile("wss?://[A-Za-z0-9.:\\[\\]-]+(/[^\\s;,'\"]*)?");

    private final String url;
    private final ObjectProvider<Gateway> gateway;

    /// @param url such as `wss://live.example`; empty for the gateway's port
    GatewayAddress(String url, ObjectProvider<Gateway> gateway) {
        Assert.isTrue(
                url.isEmpty() || URL.matcher(url).matches(),
                "omnihub.gateway.url: must be an address such as wss://live.example");
        this.url = url;
        this.gateway = gateway;
    }

    public String url() {
        return url;
    }

    /// 0 where the gateway is switched off here.
    public int port() {
        Gateway here = gateway.getIfAvailable();
        return here != null && here.isRunning() ? here.port() : 0;
    }

    /// What a page has to know of it.
    public Live live() {
        return new Live(port(), url, Gateway.LARGEST_FRAME, Content.LONGEST_TEXT);
    }

    /// The gateway's origins for a content security policy.
    ///
    /// @param host as the browser named it
    public String origins(String host) {
        if (!url.isEmpty()) {
            URI address = URI.create(url);
            return address.getScheme() + "://" + address.getAuthority();
        }
        int port = port();
        return port > 0 && HOST.matcher(host).matches() ? "ws://%1$s:%2$d wss://%1$s:%2$d".formatted(host, port) : "";
    }

    /// Where the gateway is, and what it takes.
    ///
    /// @param port         on the host of the page
    /// @param url          where it is instead; empty for the port
    /// @param largestFrame in bytes
    /// @param longestText  of a part of a message, in bytes of UTF-8
    public record Live(int port, String url, int largestFrame, int longestText) {}
}
