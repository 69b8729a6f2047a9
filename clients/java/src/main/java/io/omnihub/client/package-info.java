/// The hub from an app's side: what a user of an app, or a visitor, says and hears, over a WebSocket that comes again
/// by itself. It runs on Java 8 and Android from 5.0 and needs OkHttp alone. Start with [OmniHubClient].
@NullMarked
package io.omnihub.client;

import org.jspecify.annotations.NullMarked;
