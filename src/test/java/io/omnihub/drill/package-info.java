/// Drills over the whole hub: it runs in a JVM of its own under load, is killed, starved and stopped, and an outside
/// checker compares what it promised with what it holds and with what the platform received.
package io.omnihub.drill;
