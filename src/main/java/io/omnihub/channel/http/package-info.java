/// Calls to platforms: the client, its failures and limits, access tokens.
@NullMarked
@NamedInterface("http")
package io.omnihub.channel.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
