package io.omnihub.gateway;

import io.omnihub.wire.ClientFrame;
import io.omnihub.wire.ServerFrame.Heartbeat;

/// Who is at the other end of a connection, once that is known. All is done on the connection's event loop.
sealed interface Party permits VisitorParty, AgentParty {

    /// Its name among all that come by its path, whichever connections it has.
    String who();

    /// Whether it may ask for an operation.
    boolean may(String operation);

    /// Takes a frame that it may send, other than a hello or a ping.
    void take(ClientFrame frame);

    /// How far the conversations are that it follows.
    Heartbeat heartbeat();

    /// The connection is closed.
    void gone();
}
