package io.omnihub.channel.wechat;

import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/// Reads proved bytes, be they from a callback or replayed, into the platform's own record.
final class WeChatNative implements Processor {

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        byte[] raw = exchange.getMessage().getMandatoryBody(byte[].class);
        exchange.setProperty(WeChatChannel.RAW, raw);
        WeChatPush push = WeChatPush.read(raw);
        exchange.setProperty(WeChatChannel.PUSH, push);
        exchange.getMessage().setBody(push);
    }
}
