package io.omnihub.simulator.wechat;

/// A push as it goes over the wire, which tests may damage on its way.
///
/// @param query signature, time and nonce, without a question mark
@SuppressWarnings("ArrayRecordComponent")
public record Callback(String query, byte[] body) {}
