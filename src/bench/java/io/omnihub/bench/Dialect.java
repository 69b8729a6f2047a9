package io.omnihub.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the people of the load talk to a server.
interface Dialect {

    /// Where somebody connects.
    String path(boolean agent);

    /// The WebSocket's subprotocol; null for none.
    @Nullable
    String subprotocol();

    /// The first frame of somebody.
    String hello(boolean agent, int number);

    /// What an agent sends when he was welcomed.
    ///
    /// @return frames
    List<String> afterWelcome(boolean agent, int number);

    /// A frame with a message or an answer.
    String frame(Marker marker);
}
