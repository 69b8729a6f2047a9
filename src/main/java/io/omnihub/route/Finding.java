package io.omnihub.route;

/// Why a file can't be used.
///
/// @param file    its path in the folder of routes
/// @param line    where, counted from 1; 0 where it is about the whole file
/// @param problem what, as a sentence without a full stop
public record Finding(String file, int line, String problem) {

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + problem;
    }
}
