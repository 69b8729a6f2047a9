package io.omnihub.channel.wechat;

/// A delivery that this call may answer with; exactly one of the two ends it.
interface PassiveClaim {

    WeChatSend send();

    /// The answer was written to the platform's call.
    void sent();

    /// The answer was not written, or not wholly, so the API sender shall take the delivery.
    ///
    /// @param maybeSent whether some of it was written, so that the customer may have got it all the same
    void notSent(boolean maybeSent);
}
