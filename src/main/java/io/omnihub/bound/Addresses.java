package io.omnihub.bound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Addresses of callers, as far as they tell one from another and can be believed.
public final class Addresses {

    private static final int NETWORK_BYTES = 8;

    private final Set<String> proxies;

    /// @param proxies addresses whose `X-Forwarded-For` is believed
    Addresses(List<String> proxies) {
        this.proxies = Set.copyOf(proxies);
    }

    /// An IPv4 address, or the network of an IPv6 one: who has one address of it has all.
    ///
    /// @param address as the servlet container gives it
    public static String group(String address) {
        try {
            return group(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return address;
        }
    }

    public static String group(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length > NETWORK_BYTES
                ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(bytes, NETWORK_BYTES))
                : address.getHostAddress();
    }

    /// Whether a connection comes from a proxy of ours, which speaks for many.
    public boolean isProxy(String direct) {
        return proxies.contains(direct);
    }

    /// Where a client is, as far as that can be believed.
    ///
    /// @param direct    from where the connection comes
    /// @param forwarded the lines of `X-Forwarded-For`; a proxy of ours adds its own client at the end
    public String client(String direct, List<String> forwarded) {
        if (!isProxy(direct) || forwarded.isEmpty()) {
            return direct;
        }
        String line = forwarded.getLast();
        return line.substring(line.lastIndexOf(',') + 1).strip();
    }
}
