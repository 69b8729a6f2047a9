package io.omnihub.outside;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The wall before what people outside name: a name is resolved once, and what is called is an address that this let
/// pass. Those of the public internet pass, and those that the configuration names; our own networks do not.
public final class PublicAddresses implements AutoCloseable {

    /// What is no host of the internet, among the addresses that look so.
    private static final List<Network> CLOSED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    // Teredo, and others that lead elsewhere than they look.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(Network::parse)
            .toList();

    /// All that is given out of IPv6.
    private static final Network GLOBAL = Network.parse("2000::/3");

    /// What else a name has is not tried: each address that swallows connections takes its time.
    private static final int MOST = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Network> allowed;
    private final Lookups lookups;

    /// @param allowed networks that pass beside the public ones, such as `10.1.0.0/16`
    /// @throws IllegalArgumentException where one is none
    public PublicAddresses(List<String> allowed) {
        this(allowed, InetAddress::getAllByName);
    }

    PublicAddresses(List<String> allowed, Lookups.Source source) {
        this.lookups = new Lookups(source, PATIENCE);
        this.allowed = allowed.stream()
                .filter(each -> !each.isBlank())
                .map(String::strip)
                .map(Network::parse)
                .toList();
    }

    /// The addresses of a host, in their order.
    ///
    /// @param onlyAllowed whether only those pass that the configuration names
    /// @throws UnknownHostException where the name leads nowhere, now
    /// @throws ClosedException      where none of its addresses may be called
    InetAddress[] resolve(String host, boolean onlyAllowed) throws UnknownHostException, ClosedException {
        InetAddress[] found = lookups.of(host);
        // Written as IPv6, an address of IPv4 would be read as that.
        boolean disguised = host.indexOf(':') >= 0 && found[0] instanceof Inet4Address;
        InetAddress[] open = disguised
                ? new InetAddress[0]
                : Arrays.stream(found)
                        .filter(address -> onlyAllowed ? isAllowed(address) : isAllowed(address) || isPublic(address))
                        .limit(MOST)
                        .toArray(InetAddress[]::new);
        if (open.length == 0) {
            throw new ClosedException(host);
        }
        return open;
    }

    @Override
    public void close() {
        lookups.close();
    }

    private boolean isAllowed(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.has(address));
    }

    static boolean isPublic(InetAddress address) {
        boolean given = !(address instanceof Inet6Address) || GLOBAL.has(address);
        return given && CLOSED.stream().noneMatch(network -> network.has(address));
    }

    /// None of a host's addresses may be called.
    public static final class ClosedException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        ClosedException(String host) {
            super(host + " leads to no address that may be called: docs/webhooks.md");
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Network(byte[] prefix, int bits) {

        static Network parse(String text) {
            int slash = text.indexOf('/');
            try {
                String address = slash < 0 ? text : text.substring(0, slash);
                if (!address.matches("[0-9]+([.][0-9]+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
                    throw new IllegalArgumentException("a network must begin with an address: " + text);
                }
                byte[] prefix = InetAddress.getByName(address).getAddress();
                int bits = slash < 0 ? prefix.length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
                if (bits < 0 || bits > prefix.length * Byte.SIZE) {
                    throw new IllegalArgumentException("a network has no so many bits: " + text);
                }
                return new Network(prefix, bits);
            } catch (UnknownHostException | NumberFormatException _) {
                throw new IllegalArgumentException("is no network: " + text);
            }
        }

        boolean has(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % Byte.SIZE;
                if ((bytes[bit / Byte.SIZE] & mask) != (prefix[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
