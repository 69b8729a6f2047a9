package io.omnihub.bound;

import java.net.InetAddress;
import java.time.Duration;

/// What connections of the web server are held to.
///
/// @param requestWithin how long a request may take to arrive, beside what its bytes need
/// @param slowest       bytes in a second
record ConnectionLimits(Holdings holdings, Addresses addresses, Duration requestWithin, long slowest) {

    String who(InetAddress address) {
        return addresses.isProxy(address.getHostAddress()) ? Holdings.MANY : Addresses.group(address);
    }

    Patience patience() {
        return new Patience(requestWithin, slowest);
    }
}
