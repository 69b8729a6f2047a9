package io.omnihub.message;

/// All that enters the hub: a header and what happened.
///
/// @param later the whole event as a later version stored it, in Base64; empty where this one knows all of it
public record InboundEvent(Header header, Body body, String later) {

    public InboundEvent(Header header, Body body) {
        this(header, body, "");
    }
}
