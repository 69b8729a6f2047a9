package io.omnihub.channel.wechat;

import io.omnihub.channel.ChannelInbox;
import io.omnihub.channel.ChannelInboxes;
import io.omnihub.channel.TroubleLog;
import io.omnihub.channel.callback.Callback;
import io.omnihub.channel.callback.CallbackAnswer;
import io.omnihub.channel.callback.CallbackCrypto;
import io.omnihub.channel.http.Recent;
import io.omnihub.channel.wechat.WeChatProperties.Account;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Last step of a callback: answers with the claimed delivery where one fits, else with `success`.
///
/// The platform confirms no passive answer, but calls again where it missed one: then it gets the same answer again.
final class WeChatAnswer implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatAnswer.class);

    private static final CallbackAnswer SUCCESS = CallbackAnswer.text("success");

    /// Longer than the platform's three calls take.
    private static final Duration REPEATED = Duration.ofSeconds(30);

    private final TroubleLog trouble = new TroubleLog(LOG, Level.WARN, "Passive answers are written again");
    private final ChannelInboxes<Account> inboxes;
    private final WeChatUploads uploads;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Recent<String> answers;

    WeChatAnswer(ChannelInboxes<Account> inboxes, WeChatUploads uploads, Clock clock) {
        this.inboxes = inboxes;
        this.uploads = uploads;
        this.clock = clock;
        this.answers = new Recent<>(REPEATED, clock);
    }

    @Override
    public void process(Exchange exchange) {
        String call = call(exchange);
        PassiveClaim claim = exchange.getProperty(WeChatChannel.CLAIM, PassiveClaim.class);
        if (claim != null) {
            answer(exchange, claim, call);
            return;
        }
        answers.get(call)
                .ifPresentOrElse(
                        earlier -> CallbackAnswer.xml(earlier).process(exchange), () -> SUCCESS.process(exchange));
    }

    private void answer(Exchange exchange, PassiveClaim claim, String call) {
        try {
            if (PassiveXml.fits(claim.send())) {
                String xml = xml(exchange, claim.send());
                answers.put(call, xml);
                CallbackAnswer.xml(xml).process(exchange);
                trouble.works();
                exchange.getExchangeExtension().addOnCompletion(new End(claim));
                return;
            }
        } catch (RuntimeException e) {
            trouble.fails("A passive answer could not be written; the API sender takes it: " + e, null);
            LOG.debug("Why a passive answer could not be written", e);
        }
        claim.notSent(false);
        SUCCESS.process(exchange);
    }

    private String xml(Exchange exchange, WeChatSend send) {
        WeChatPush push = Callback.of(exchange).message(WeChatPush.class);
        ChannelInbox<Account> inbox = inboxes.get(send.inbox());
        Instant now = clock.instant();
        String xml = PassiveXml.write(push, send.replies().getFirst(), now, upload -> uploads.id(inbox, upload));
        CallbackCrypto crypto = inbox.account().crypto();
        return crypto == null ? xml : PassiveXml.seal(crypto, inbox.account().token(), xml, now, nonce());
    }

    private String nonce() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// What is the same in every call for one message: the bytes within, since the platform encrypts them anew.
    private static String call(Exchange exchange) {
        Callback callback = Callback.of(exchange);
        return CallbackCrypto.signature(
                callback.inbox() + "\n" + new String(callback.raw(), StandardCharsets.ISO_8859_1));
    }

    /// Ends a claim after the answer was written.
    private static final class End extends SynchronizationAdapter {

        private final PassiveClaim claim;

        End(PassiveClaim claim) {
            this.claim = claim;
        }

        @Override
        public void onComplete(Exchange exchange) {
            claim.sent();
        }

        @Override
        public void onFailure(Exchange exchange) {
            claim.notSent(true);
        }
    }
}
