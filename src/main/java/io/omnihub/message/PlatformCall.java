package io.omnihub.message;

/// A call of the platform that was made for a delivery and taken, beside which others are to come.
///
/// @param piece      which of the channel's own messages it was, from 0
/// @param reached    where it ended in that message's text; 0 where that is no text
/// @param said       tells the text up to there from another one
/// @param externalId the platform's id of it; empty where it gave none
public record PlatformCall(int piece, int reached, int said, String externalId) {

    public PlatformCall {
        Check.notNegative("piece", piece);
        Check.notNegative("reached", reached);
    }
}
