package io.omnihub.gateway;

import io.omnihub.bound.CallerRates;
import java.time.Duration;

/// How many frames clients may send, whoever they are.
///
/// @param visitors shared with what visitors call by REST
record FrameRates(CallerRates visitors, CallerRates agents) {

    /// Counts a frame.
    ///
    /// @return how long to wait; zero where it may be taken
    Duration take(Socket socket) {
        Handshake handshake = socket.handshake();
        CallerRates rates = switch (handshake.endpoint()) {
            case VISITOR -> visitors;
            case AGENT -> agents;
        };
        return rates.take(socket.who(), handshake.address());
    }
}
