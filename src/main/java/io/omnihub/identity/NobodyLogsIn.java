package io.omnihub.identity;

/// Where a hub has it among its beans, it makes no first account and prints no password: a command has started it for
/// itself.
public record NobodyLogsIn() {}
