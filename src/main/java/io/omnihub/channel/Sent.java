package io.omnihub.channel;

/// What a channel's outbound route leaves as its body when the platform took a message.
///
/// @param externalId the platform's id of the message; empty where it gives none
public record Sent(String externalId) {}
