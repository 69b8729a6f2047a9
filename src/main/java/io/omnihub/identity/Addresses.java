package io.omnihub.identity;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Addresses of callers, as far as they tell one from another.
final class Addresses {

    private static final int NETWORK_BYTES = 8;

    private Addresses() {}

    /// An IPv4 address, or the network of an IPv6 one: who has one address of it has all.
    ///
    /// @param address as the servlet container gives it
    static String group(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length > NETWORK_BYTES
                    ? HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(bytes, NETWORK_BYTES))
                    : address;
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
