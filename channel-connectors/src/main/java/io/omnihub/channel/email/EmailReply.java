package io.omnihub.channel.email;

import java.util.List;

/// A mail as it is to be sent.
///
/// @param plain its text
/// @param html  the same as HTML; empty where the text has no form
/// @param files what goes with it
/// @param cc    who gets it too, by the writer's choice
/// @param bcc   who gets it too, of whom nobody else learns
record EmailReply(String plain, String html, List<File> files, List<String> cc, List<String> bcc) {

    EmailReply {
        files = List.copyOf(files);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    /// The same with other words.
    EmailReply with(String words, String formed) {
        return new EmailReply(words, formed, files, cc, bcc);
    }

    /// @param blob SHA-256 of the stored bytes
    record File(String blob, String contentType, String fileName, long size) {}
}
