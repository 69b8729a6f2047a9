package io.omnihub.route;

/// Where a hub has it among its beans, it loads no routes: it was started to look at them only.
record Rehearsal() {}
