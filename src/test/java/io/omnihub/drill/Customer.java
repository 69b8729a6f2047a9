package io.omnihub.drill;

import io.omnihub.simulator.platform.Pushed;
import java.util.function.Consumer;
import java.util.function.Function;

/// Somebody who writes to the hub on some platform, one message after the other: a person, or a group.
///
/// @param id    by which the platform knows the conversation
/// @param says  writes a text, and again while it is not taken, as often as the platform does
/// @param hears takes who is to be told of the text of each reply
record Customer(String id, Function<String, Pushed> says, Consumer<Consumer<String>> hears) {}
