package io.omnihub.bench;

import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.SimulatedAccount;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.time.Clock;
import java.util.List;

/// WeChat's callbacks in safe mode.
final class WeChat implements Platform {

    private final WeChatSimulator simulator = new WeChatSimulator(SimulatedAccount.sample(), Clock.systemUTC());

    @Override
    public String title() {
        return "WeChat";
    }

    @Override
    public String path() {
        return "/channels/wechat/bench";
    }

    @Override
    public String answer() {
        return "success";
    }

    @Override
    public List<String> settings() {
        SimulatedAccount account = simulator.account();
        String inbox = "--omnihub.channels.wechat.inboxes.bench.";
        return List.of(
                inbox + "app-id=" + account.appId(),
                inbox + "secret=" + account.secret(),
                inbox + "token=" + account.token(),
                inbox + "encoding-aes-key=" + account.encodingAesKey(),
                inbox + "api-url=" + simulator.apiUrl());
    }

    @Override
    public Callback seal(long id, int customer) {
        String xml = """
                <xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[openid-%d]]></FromUserName>\
                <CreateTime>%d</CreateTime><MsgType><![CDATA[text]]></MsgType>\
                <Content><![CDATA[%s]]></Content><MsgId>%d</MsgId></xml>""".formatted(
                        simulator.account().originalId(),
                        customer,
                        Clock.systemUTC().instant().getEpochSecond(),
                        TEXT,
                        id);
        return simulator.seal(xml, PushMode.SAFE);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
