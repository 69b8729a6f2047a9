/// What comes from platforms by HTTP: where they call, what proves them, what becomes of the call and how it is
/// answered. Also the crypto that a family of platforms shares.
@NullMarked
@NamedInterface("callback")
package io.omnihub.channel.callback;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
