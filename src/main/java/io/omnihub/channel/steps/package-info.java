/// Steps that a route names instead of programming them: `callback:` proves who calls and answers him, `platform:`
/// calls a platform. All that differs from one inbox to another they find by name in the file that declares the
/// channel.
@NullMarked
@NamedInterface("steps")
package io.omnihub.channel.steps;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
