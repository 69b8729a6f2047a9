package io.omnihub.channel.email;

import java.util.List;

/// A mail as it is to be sent.
///
/// @param plain its text
/// @param html  the same as HTML; empty where the text has no form
/// @param files what goes with it
record EmailReply(String plain, String html, List<File> files) {

    EmailReply {
        files = List.copyOf(files);
    }

    /// @param blob SHA-256 of the stored bytes
    record File(String blob, String contentType, String fileName, long size) {}
}
