package io.omnihub.simulator.wechat;

/// What a customer sees of a message to him.
///
/// @param type    the platform's name of the kind
/// @param content the text, the media's id, the article's address, or the JSON of what has several fields
/// @param passive whether it came as the answer to a callback
/// @param speaker the account of the platform's own customer service in whose name it is; empty for none
public record Received(String type, String content, boolean passive, String speaker) {

    /// What is said in nobody's name.
    public Received(String type, String content, boolean passive) {
        this(type, content, passive, "");
    }

    Received by(String name) {
        return new Received(type, content, passive, name);
    }
}
