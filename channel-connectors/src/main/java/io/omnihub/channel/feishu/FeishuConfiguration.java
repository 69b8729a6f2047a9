package io.omnihub.channel.feishu;

import io.omnihub.channel.Blobs;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.callback.Callback;
import io.omnihub.channel.callback.CallbackAnswer;
import io.omnihub.channel.callback.CallbackProof;
import io.omnihub.channel.callback.NativeReader;
import io.omnihub.channel.feishu.FeishuProperties.Account;
import io.omnihub.channel.http.AccessTokens;
import io.omnihub.channel.send.CallLedger;
import io.omnihub.channel.send.SendingProcessor;
import java.time.Clock;
import org.apache.camel.Processor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The channel's parts, by the names that routes/feishu.camel.yaml uses.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FeishuProperties.class)
class FeishuConfiguration {

    private static final CallbackAnswer TAKEN = CallbackAnswer.json("{}");

    /// What a person sees who clicked: that it arrived. What becomes of it an agent says.
    private static final CallbackAnswer CLICKED = CallbackAnswer.json("""
            {"toast":{"type":"info","content":"已收到","i18n":{"zh_cn":"已收到","en_us":"Received"}}}""");

    @Bean
    ChannelInboxes<Account> feishuInboxes(FeishuProperties properties, ChannelStatuses statuses) {
        return new ChannelInboxes<>(
                FeishuInboundAdapter.CHANNEL, properties.inboxes(), FeishuOutboundAdapter.CAPABILITIES, statuses);
    }

    @Bean
    FeishuApi feishuApi(AccessTokens tokens) {
        return new FeishuApi(tokens);
    }

    @Bean
    FeishuPeople feishuPeople(ChannelInboxes<Account> inboxes, FeishuApi api, Clock clock) {
        return new FeishuPeople(inboxes, api, clock);
    }

    @Bean
    CallbackProof feishuProof(ChannelInboxes<Account> inboxes) {
        return new FeishuProof(inboxes);
    }

    @Bean
    NativeReader<FeishuPush> feishuNative() {
        return FeishuPush::read;
    }

    @Bean
    Processor feishuInbound(ChannelInboxes<Account> inboxes, FeishuPeople people, Clock clock) {
        return new FeishuInboundAdapter(inboxes, people, clock);
    }

    @Bean
    Processor feishuAnswer() {
        return exchange -> {
            boolean clicked = Callback.of(exchange).message() instanceof FeishuPush push && push.isClick();
            (clicked ? CLICKED : TAKEN).process(exchange);
        };
    }

    @Bean
    FeishuMedia feishuMedia(ChannelInboxes<Account> inboxes, FeishuApi api, Blobs blobs, Clock clock) {
        return new FeishuMedia(FeishuInboundAdapter.CHANNEL, inboxes, api, blobs, clock);
    }

    @Bean
    Processor feishuOutbound() {
        return new FeishuOutboundAdapter();
    }

    @Bean
    Processor feishuSend(ChannelInboxes<Account> inboxes, FeishuApi api, FeishuMedia media, CallLedger ledger) {
        return new SendingProcessor<>(new FeishuSender(inboxes, api, media), ledger);
    }
}
