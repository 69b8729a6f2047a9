/// Reading what platforms send, leniently and within bounds.
@NullMarked
@NamedInterface("fields")
package io.omnihub.channel.fields;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
