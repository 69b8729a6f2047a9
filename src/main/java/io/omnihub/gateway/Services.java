package io.omnihub.gateway;

import io.omnihub.channel.send.Hints;
import io.omnihub.conversation.Commands;
import io.omnihub.conversation.Conversations;
import io.omnihub.identity.IdentityEnds;
import io.omnihub.identity.Tickets;
import io.omnihub.log.LogEpoch;
import io.omnihub.overload.Overload;
import io.omnihub.presence.AgentPresences;
import io.omnihub.visitor.Introductions;
import io.omnihub.visitor.Visitors;
import java.time.Clock;

/// What the clients of the gateway are served with.
record Services(
        GatewayProperties properties,
        Visitors visitors,
        Tickets tickets,
        Conversations conversations,
        History history,
        Commands commands,
        Introductions introductions,
        LogEpoch epoch,
        Topics topics,
        Audiences audiences,
        AgentPresences presences,
        Signals signals,
        Hints hints,
        Overload overload,
        LiveConnections connections,
        IdentityEnds ends,
        GatewayMeters meters,
        FrameRates rates,
        Clock clock) {

    /// The epoch as clients know it.
    String epochName() {
        return "e-" + epoch.current();
    }
}
