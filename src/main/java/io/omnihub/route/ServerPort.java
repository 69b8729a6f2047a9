package io.omnihub.route;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A port on which a route listens by itself.
///
/// @param protocol tcp or udp
/// @param host     at whose address; empty for all
record ServerPort(String protocol, String host, int port) {

    private static final Pattern LISTENS =
            Pattern.compile("(?:netty|mina):/*(tcp|udp):/*(\\[[^]]*]|[^:/?]*):(\\d{1,5})(?!\\d).*");

    /// @param uri of an endpoint from which a route takes
    static Optional<ServerPort> of(String uri) {
        Matcher listens = LISTENS.matcher(uri);
        return listens.matches() && Integer.parseInt(listens.group(3)) <= 0xFFFF
                ? Optional.of(new ServerPort(listens.group(1), listens.group(2), Integer.parseInt(listens.group(3))))
                : Optional.empty();
    }

    /// Whether nobody listens there now.
    boolean isFree() {
        try {
            InetSocketAddress address = host.isEmpty()
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.getByName(host.replaceAll("[\\[\\]]", "")), port);
            if (protocol.equals("udp")) {
                new DatagramSocket(address).close();
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(address);
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "the " + protocol + " port " + port;
    }
}
