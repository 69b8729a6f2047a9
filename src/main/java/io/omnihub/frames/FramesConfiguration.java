package io.omnihub.frames;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.DelimiterBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.omnihub.bound.Holdings;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FramesProperties.class)
class FramesConfiguration {

    private static final int TWO = 2;
    private static final int FOUR = 4;

    /// The places of all who are connected, whatever their frames are.
    @Bean
    Holdings framePlaces(FramesProperties properties) {
        return new Holdings(properties.connectionsPerAddress(), properties.connections());
    }

    @Bean
    Refusals frameRefusals(MeterRegistry meters) {
        return new Refusals(meters);
    }

    @Bean
    FrameEndpoints frameEndpoints(MeterRegistry meters) {
        return new FrameEndpoints(meters);
    }

    /// Two bytes tell how many follow, the higher one first; answers are the same.
    @Bean
    ChannelHandler lengthPrefix2(FramesProperties properties, Holdings framePlaces, Refusals frameRefusals) {
        return lengthPrefix(properties, framePlaces, frameRefusals, TWO);
    }

    /// Four bytes tell how many follow.
    @Bean
    ChannelHandler lengthPrefix4(FramesProperties properties, Holdings framePlaces, Refusals frameRefusals) {
        return lengthPrefix(properties, framePlaces, frameRefusals, FOUR);
    }

    /// A message stands between the bytes STX (2) and ETX (3); answers are the same.
    @Bean
    ChannelHandler stxEtx(FramesProperties properties, Holdings framePlaces, Refusals frameRefusals) {
        int largest = Math.toIntExact(properties.largest().toBytes());
        return new FrameHandler(
                properties,
                framePlaces,
                frameRefusals,
                () -> List.of(
                        new DelimiterBasedFrameDecoder(
                                largest, true, true, Unpooled.wrappedBuffer(new byte[] {StxEtx.ETX})),
                        new StxEtx()));
    }

    private static ChannelHandler lengthPrefix(
            FramesProperties properties, Holdings places, Refusals refusals, int bytes) {
        int largest = Math.toIntExact(properties.largest().toBytes());
        return new FrameHandler(
                properties,
                places,
                refusals,
                () -> List.of(
                        new LengthFieldBasedFrameDecoder(largest, 0, bytes, 0, bytes),
                        new LengthFieldPrepender(bytes)));
    }
}
