package io.omnihub.channel;

import java.util.List;

/// What a channel gives the hub: its inboxes as configured. A channel's configuration class offers one as a bean.
public interface InboxProvider {

    List<Inbox> inboxes();
}
