/// `omnihub mapping …`: proposes a mapping for samples, and tries one. It needs no hub.
@NullMarked
@NamedInterface("command")
package io.omnihub.mapping.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
