package io.omnihub.channel.wechat;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/// Makes a genuine message that can't be understood ready for `hub:deadletter`: the bytes and the reason.
final class WeChatUnreadable implements Processor {

    @Override
    public void process(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String reason = cause == null ? "the message can't be understood" : cause.getMessage();
        exchange.getMessage().setHeader(WeChatChannel.REASON, reason);
        exchange.getMessage().setBody(exchange.getProperty(WeChatChannel.RAW, byte[].class));
    }
}
