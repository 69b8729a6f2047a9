package io.omnihub.gateway;

import io.omnihub.wire.FrameCodec;
import org.jspecify.annotations.Nullable;

/// What a client asked for when it connected.
///
/// @param origin of the page it is on; null where it is none
/// @param own    whether that page is the hub's own: the console, or the widget in its frame
record Handshake(
        Endpoint endpoint, FrameCodec codec, @Nullable String origin, boolean own, String address) {}
