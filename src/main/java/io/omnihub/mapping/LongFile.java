package io.omnihub.mapping;

/// A file that a route reads row by row, as far as it is.
///
/// @param name  of the file; empty where its source has told none
/// @param rows  that were taken or refused
/// @param left  how many are still before it, about; 0 where nobody knows its length
/// @param waits whether it was cut short, by a stop of its route say, and goes on from there when it is read again
public record LongFile(String route, String name, long rows, long left, boolean waits) {}
