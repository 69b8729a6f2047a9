package io.omnihub.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bare relay's: a frame is what is said.
///
/// @param first the number of the first visitor
record RelayDialect(int first) implements Dialect {

    @Override
    public String path(boolean agent) {
        return "/";
    }

    @Override
    public @Nullable String subprotocol() {
        return null;
    }

    @Override
    public String hello(boolean agent, int number) {
        return agent ? "a" + number : "v" + (first + number);
    }

    @Override
    public List<String> afterWelcome(boolean agent, int number) {
        return List.of();
    }

    @Override
    public String frame(Marker marker) {
        return marker.text(SocketLoad.TEXT);
    }
}
