package io.omnihub.channel.wechat;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.PassiveAnswers;
import io.omnihub.channel.callback.CallbackAnswer;
import io.omnihub.channel.callback.CallbackProof;
import io.omnihub.channel.callback.NativeReader;
import io.omnihub.channel.callback.PassiveAnswering;
import io.omnihub.channel.callback.PassiveWriter;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.http.PlatformHttp;
import io.omnihub.channel.send.CallLedger;
import io.omnihub.channel.send.SendingProcessor;
import io.omnihub.channel.wechat.WeChatProperties.Account;
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

    private static final Duration DEADLINE = Duration.ofSeconds(15);

    @Bean
    ChannelInboxes<Account> wechatInboxes(WeChatProperties properties, ChannelStatuses statuses) {
        return new ChannelInboxes<>(
                WeChatProperties.CHANNEL, properties.inboxes(), WeChatOutboundAdapter.CAPABILITIES, statuses);
    }

    @Bean
    PlatformHttp wechatHttp() {
        return new PlatformHttp("WeChat", DEADLINE);
    }

    @Bean
    WeChatApi wechatApi(PlatformHttp wechatHttp, AccessTokens tokens) {
        return new WeChatApi(wechatHttp, tokens);
    }

    @Bean
    WeChatUploads wechatUploads(WeChatApi api, Blobs blobs, Clock clock) {
        return new WeChatUploads(api, blobs, clock);
    }

    @Bean
    WeChatMedia wechatMedia(ChannelInboxes<Account> inboxes, WeChatApi api, Blobs blobs) {
        return new WeChatMedia(inboxes, api, blobs);
    }

    @Bean
    CallbackProof wechatProof(ChannelInboxes<Account> inboxes) {
        return new WeChatProof(inboxes);
    }

    @Bean
    NativeReader<WeChatPush> wechatNative() {
        return WeChatPush::read;
    }

    @Bean
    Processor wechatInbound(ChannelInboxes<Account> inboxes, WeChatApi api, Clock clock) {
        return new WeChatInboundAdapter(inboxes, new WeChatPeople(api, clock));
    }

    @Bean
    Processor wechatAnswer(
            ChannelInboxes<Account> inboxes,
            WeChatUploads uploads,
            ObjectProvider<PassiveAnswers> answers,
            Clock clock) {
        PassiveWriter writer = new WeChatPassive(inboxes, uploads, clock);
        return new PassiveAnswering(CallbackAnswer.text("success"), writer, answers, clock);
    }

    @Bean
    Processor wechatOutbound(ChannelInboxes<Account> inboxes) {
        return new WeChatOutboundAdapter(inboxes);
    }

    @Bean
    Processor wechatSend(ChannelInboxes<Account> inboxes, WeChatApi api, WeChatUploads uploads, CallLedger ledger) {
        return new SendingProcessor<>(new WeChatSender(inboxes, api, uploads), ledger);
    }
}
