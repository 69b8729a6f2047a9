package io.omnihub.simulator;

import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// What one customer of the demo has to say. A line in brackets is something other than text.
record DemoTalk(String name, List<String> lines, List<String> thanks) {

    static final List<DemoTalk> ALL = List.of(
            new DemoTalk(
                    "xiaoli",
                    List.of(
                            "在吗？我想查一下订单 A-1024 到哪里了",
                            "昨天就显示已经到上海了，今天还没有派送",
                            "[place]",
                            "可以改到这个地址吗？",
                            "[parcel]",
                            "包装有点破，麻烦看一下 🙏"),
                    List.of("好的，谢谢！", "明白了，辛苦了 😊", "那我等您消息")),
            new DemoTalk(
                    "james",
                    List.of(
                            "Hi, I ordered two lamps last week (B-2077), but only one arrived.",
                            "[lamp]",
                            "Is the other one still on its way?",
                            "I will be at home after six."),
                    List.of("Great, thank you!", "That was quick, thanks.", "Perfect 👍")),
            new DemoTalk(
                    "wangfang",
                    List.of("你好，这款可以开发票吗？", "抬头是公司的，税号我稍后发给您", "[menu]", "另外七天无理由退货支持吗？"),
                    List.of("收到，谢谢", "好的👌")),
            new DemoTalk(
                    "maria",
                    List.of(
                            "Hello, do you ship to Shenzhen?",
                            "[place]",
                            "And can I pay on delivery?",
                            "One more thing: is the blue one in stock?"),
                    List.of("Thanks a lot!", "Good to know, thank you.")));

    Pushed say(SimulatedCustomer customer, String line) {
        return switch (line) {
            case "[parcel]" -> customer.sendsPicture("image/jpeg", picture("parcel.jpg"));
            case "[lamp]" -> customer.sendsPicture("image/jpeg", picture("lamp.jpg"));
            case "[place]" -> customer.sendsPlace(31.2304, 121.4737, "上海市黄浦区人民大道");
            case "[menu]" -> customer.clicks("MY_ORDERS");
            default -> customer.says(line);
        };
    }

    static byte[] picture(String name) {
        try (InputStream in = Objects.requireNonNull(DemoTalk.class.getResourceAsStream("/demo-pictures/" + name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
