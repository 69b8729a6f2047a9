package io.omnihub.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A page of a list.
///
/// @param nextCursor begins the next page; null on the last one
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int LARGEST_LIMIT = 100;

    /// Makes a page of what was read, which is one more than the limit where there is a next page.
    public static <S, T> Page<T> of(List<S> read, int limit, Function<S, PageCursor> cursor, Function<S, T> view) {
        List<S> shown = read.subList(0, Math.min(limit, read.size()));
        String next = read.size() > limit ? cursor.apply(shown.getLast()).text() : null;
        return new Page<>(shown.stream().map(view).toList(), next);
    }
}
