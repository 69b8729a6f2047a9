package io.omnihub.yaml;

/// One thing for which a file can't be used.
///
/// @param file   its name, or its path in its folder
/// @param line   where, counted from 1; 0 where it is about the whole file
/// @param reason what is wrong, as a sentence without a full stop
public record Problem(String file, int line, String reason) {

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + reason;
    }
}
