package io.omnihub.frames;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.MessageToMessageCodec;
import java.util.List;

/// Takes the STX from what ended with an ETX, and puts both around answers.
final class StxEtx extends MessageToMessageCodec<ByteBuf, ByteBuf> {

    static final byte STX = 2;
    static final byte ETX = 3;

    @Override
    protected void encode(ChannelHandlerContext context, ByteBuf answer, List<Object> out) {
        ByteBuf framed = context.alloc().buffer(answer.readableBytes() + 2);
        out.add(framed.writeByte(STX).writeBytes(answer).writeByte(ETX));
    }

    /// @throws CorruptedFrameException where it begins with anything else
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out) {
        if (!frame.isReadable() || frame.readByte() != STX) {
            throw new CorruptedFrameException("a message must begin with STX");
        }
        out.add(frame.retain());
    }
}
