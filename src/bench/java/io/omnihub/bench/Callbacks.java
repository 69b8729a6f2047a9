package io.omnihub.bench;

import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.SimulatedAccount;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.LongStream;

/// WeChat's callbacks in safe mode, sealed before they are needed: whole HTTP requests, numbered by their message id.
final class Callbacks implements AutoCloseable {

    private static final String TEXT = "x".repeat(200);

    private final WeChatSimulator simulator = new WeChatSimulator(SimulatedAccount.sample(), Clock.systemUTC());
    private final int customers;
    private final int port;
    private long sealed;

    Callbacks(int customers, int port) {
        this.customers = customers;
        this.port = port;
    }

    /// The settings of the inbox that takes them.
    static List<String> settings() {
        SimulatedAccount account = SimulatedAccount.sample();
        String inbox = "--omnihub.channels.wechat.inboxes.bench.";
        return List.of(
                inbox + "app-id=" + account.appId(),
                inbox + "secret=" + account.secret(),
                inbox + "token=" + account.token(),
                inbox + "encoding-aes-key=" + account.encodingAesKey());
    }

    /// Seals the next ones; they must be sent within five minutes.
    List<Request> seal(long count) {
        long first = sealed;
        sealed += count;
        return LongStream.range(first, sealed).mapToObj(this::request).toList();
    }

    private Request request(long id) {
        String xml = """
                <xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[openid-%d]]></FromUserName>\
                <CreateTime>%d</CreateTime><MsgType><![CDATA[text]]></MsgType>\
                <Content><![CDATA[%s]]></Content><MsgId>%d</MsgId></xml>""".formatted(
                        simulator.account().originalId(),
                        id % customers,
                        Clock.systemUTC().instant().getEpochSecond(),
                        TEXT,
                        id);
        Callback callback = simulator.seal(xml, PushMode.SAFE);
        byte[] head = ("POST /channels/wechat/bench?" + callback.query() + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nContent-Type: text/xml\r\nContent-Length: " + callback.body().length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + callback.body().length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(callback.body(), 0, whole, head.length, callback.body().length);
        return new Request(id, (int) (id % customers), whole);
    }

    @Override
    public void close() {
        simulator.close();
    }

    /// @param lane the customer's connection: what one customer writes goes one after the other
    @SuppressWarnings("ArrayRecordComponent")
    record Request(long id, int lane, byte[] bytes) {}
}
