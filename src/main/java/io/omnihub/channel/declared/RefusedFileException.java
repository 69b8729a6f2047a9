package io.omnihub.channel.declared;

/// A file that declares no channel as it stands. Its message says where and why, and repeats no value of the file.
final class RefusedFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param line from 1; 0 where it is the file as a whole
    RefusedFileException(String file, int line, String reason) {
        super(file + (line == 0 ? "" : ":" + line) + ": " + reason);
    }
}
