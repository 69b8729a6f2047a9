package io.omnihub.message;

import java.util.List;

/// A message's parts were replaced by its sender.
public record Edit(MessageRef target, List<Content> parts) implements Body, Change {

    public Edit {
        parts = Check.parts(parts);
    }
}
