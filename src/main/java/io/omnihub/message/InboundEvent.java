package io.omnihub.message;

/// All that enters the hub: a header and what happened.
public record InboundEvent(Header header, Body body) {}
