/// `omnihub mapping …`: proposes a mapping for samples, and tries one. It needs no hub; a running one does the same for
/// operators by REST and JMX.
@NullMarked
@NamedInterface("command")
package io.omnihub.mapping.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
