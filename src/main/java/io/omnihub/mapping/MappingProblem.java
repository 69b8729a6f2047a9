package io.omnihub.mapping;

/// One thing that is wrong in a mapping's file.
///
/// @param line   from 1; 0 where it concerns the whole file
/// @param field  the path of the key; empty where there is none
/// @param reason what is wrong with it
public record MappingProblem(String file, int line, String field, String reason) {

    @Override
    public String toString() {
        String where = line == 0 ? file : file + ":" + line;
        return where + ": " + (field.isEmpty() ? "" : field + ": ") + reason;
    }
}
