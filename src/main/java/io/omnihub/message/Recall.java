package io.omnihub.message;

/// A message was taken back by its sender.
public record Recall(MessageRef target) implements Body, Change {}
