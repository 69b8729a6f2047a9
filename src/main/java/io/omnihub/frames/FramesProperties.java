package io.omnihub.frames;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What those who connect by raw TCP may hold.
///
/// @param largest               of one message
/// @param connections           at once, of all endpoints
/// @param connectionsPerAddress of those, by one address
/// @param idle                  after which a connection is closed that has brought no whole message
@ConfigurationProperties("omnihub.frames")
record FramesProperties(
        @DefaultValue("64KB") DataSize largest,
        @DefaultValue("1000") int connections,
        @DefaultValue("100") int connectionsPerAddress,
        @DefaultValue("10m") Duration idle) {}
