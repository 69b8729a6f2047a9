package io.omnihub.message;

/// The sender has read everything up to a message.
public record ReadMark(MessageRef upTo) implements Body, Change {}
