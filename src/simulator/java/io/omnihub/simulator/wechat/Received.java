package io.omnihub.simulator.wechat;

/// What a customer sees of a message to him.
///
/// @param type    the platform's name of the kind
/// @param content the text, the media's id, or the article's address
/// @param passive whether it came as the answer to a callback
public record Received(String type, String content, boolean passive) {}
