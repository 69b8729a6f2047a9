package io.omnihub.client;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// For an app that keeps nothing: what is unsent is lost with the process.
final class MemoryStore implements Store {

    private final Map<String, String> texts = new ConcurrentSkipListMap<>();

    @Override
    public void put(String name, String text) {
        texts.put(name, text);
    }

    @Override
    public void remove(String name) {
        texts.remove(name);
    }

    @Override
    public Map<String, String> all() {
        return new TreeMap<>(texts);
    }
}
