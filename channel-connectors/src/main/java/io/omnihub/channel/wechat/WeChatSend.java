package io.omnihub.channel.wechat;

import java.util.List;

/// What is to be sent to a customer, in order, as one delivery.
///
/// @param delivery the delivery's id, the same in each attempt
/// @param touser   the customer's openid
record WeChatSend(String inbox, String delivery, String touser, List<WeChatReply> replies) {

    WeChatSend {
        replies = List.copyOf(replies);
    }
}
