package io.omnihub.channel.wechat;

import io.micrometer.core.instrument.MeterRegistry;
import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.PassiveAnswers;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Processor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The channel's parts, by the names that routes/wechat.camel.yaml uses.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WeChatProperties.class)
class WeChatConfiguration {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    @Bean
    WeChatInboxes wechatInboxes(WeChatProperties properties, ChannelStatuses statuses) {
        return new WeChatInboxes(properties, WeChatOutboundAdapter.CAPABILITIES, statuses);
    }

    @Bean
    WeChatHttp wechatHttp() {
        return new WeChatHttp(CONNECT, DEADLINE);
    }

    @Bean
    WeChatApi wechatApi(WeChatHttp http, Clock clock) {
        return new WeChatApi(http, clock);
    }

    @Bean
    WeChatUploads wechatUploads(WeChatApi api, Blobs blobs, Clock clock) {
        return new WeChatUploads(api, blobs, clock);
    }

    @Bean
    WeChatMedia wechatMedia(WeChatInboxes inboxes, WeChatApi api, Blobs blobs) {
        return new WeChatMedia(inboxes, api, blobs);
    }

    @Bean
    Processor wechatCallback(WeChatInboxes inboxes, Clock clock) {
        return new WeChatCallback(inboxes, clock);
    }

    @Bean
    Processor wechatNative() {
        return new WeChatNative();
    }

    @Bean
    Processor wechatInbound(Clock clock) {
        return new WeChatInboundAdapter(clock);
    }

    @Bean
    Processor wechatUnreadable() {
        return new WeChatUnreadable();
    }

    @Bean
    Processor wechatPassive(WeChatInboxes inboxes, ObjectProvider<PassiveAnswers> answers) {
        return new PassiveAnswerAdapter(inboxes, answers);
    }

    @Bean
    Processor wechatAnswer(WeChatInboxes inboxes, WeChatUploads uploads, Clock clock) {
        return new WeChatAnswer(inboxes, uploads, clock);
    }

    @Bean
    Processor wechatRefusal(MeterRegistry meters) {
        return new WeChatRefusal(meters);
    }

    @Bean
    Processor wechatOutbound(WeChatInboxes inboxes) {
        return new WeChatOutboundAdapter(inboxes);
    }

    @Bean
    Processor wechatSend(WeChatInboxes inboxes, WeChatApi api, WeChatUploads uploads, Clock clock) {
        return new WeChatSender(inboxes, api, uploads, clock);
    }
}
