package io.omnihub.loop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Values of a metric's label that others may make up, such as channels, which are what a route calls them: beyond 100
/// they are one.
public final class Labels {

    private static final int MOST = 100;
    private static final String OTHERS = "others";

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /// @return the value, or `others`
    public String of(String value) {
        return known.contains(value) || (known.size() < MOST && known.add(value)) ? value : OTHERS;
    }
}
