package io.omnihub.overload;

import java.util.function.DoubleSupplier;

/// One of the things by which it is seen that the hub has too much to do. Rooms tell theirs by beans of this type.
///
/// @param name of the metric's label
/// @param now  asked a few times a second: 0 where all is well, 1 at the bound, more beyond it
public record Pressure(String name, DoubleSupplier now) {}
