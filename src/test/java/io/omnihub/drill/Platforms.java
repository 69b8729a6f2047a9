package io.omnihub.drill;

import io.omnihub.simulator.feishu.FeishuApp;
import io.omnihub.simulator.feishu.FeishuChat;
import io.omnihub.simulator.feishu.FeishuPerson;
import io.omnihub.simulator.feishu.FeishuSimulator;
import io.omnihub.simulator.platform.ApiCall;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.wechat.PushMode;
import io.omnihub.simulator.wechat.SimulatedAccount;
import io.omnihub.simulator.wechat.SimulatedCustomer;
import io.omnihub.simulator.wechat.WeChatSimulator;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The platforms that a drill's hub is connected to at once, and who writes on them.
///
/// WeChat repeats a reply that the hub had to send again; Feishu knows it for an hour.
final class Platforms implements AutoCloseable {

    private static final int ON_WECHAT = 8;
    private static final int ON_FEISHU = 3;

    /// More than a drill needs: it is not about limits.
    private static final int PER_SECOND = 500;

    /// The real platforms wait as long, but call again at times of their own.
    private static final Duration PAUSE = Duration.ofMillis(1_500);

    final WeChatSimulator wechat = new WeChatSimulator(SimulatedAccount.sample(), Clock.systemUTC());
    final FeishuSimulator feishu = new FeishuSimulator(FeishuApp.sample(), Clock.systemUTC());
    private final AtomicReference<Optional<Runnable>> atReply = new AtomicReference<>(Optional.empty());

    /// The settings of the inboxes that are connected to them.
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        SimulatedAccount account = wechat.account();
        String shop = "omnihub.channels.wechat.inboxes.drill.";
        settings.put(shop + "app-id", account.appId());
        settings.put(shop + "secret", account.secret());
        settings.put(shop + "token", account.token());
        settings.put(shop + "encoding-aes-key", account.encodingAesKey());
        settings.put(shop + "sends-per-second", Integer.toString(PER_SECOND));
        settings.put(shop + "api-url", wechat.apiUrl());
        FeishuApp app = feishu.app();
        String team = "omnihub.channels.feishu.inboxes.team.";
        settings.put(team + "app-id", app.appId());
        settings.put(team + "secret", app.secret());
        settings.put(team + "verification-token", app.verificationToken());
        settings.put(team + "encrypt-key", app.encryptKey());
        settings.put(team + "sends-per-second", Integer.toString(PER_SECOND));
        settings.put(team + "api-url", feishu.apiUrl());
        return settings;
    }

    void pushTo(HubProcess hub) {
        wechat.pushesTo(hub.callback("wechat/drill"), PushMode.SAFE);
        wechat.pusher().waits(Duration.ofSeconds(5), PAUSE);
        feishu.pushesTo(hub.callback("feishu/team"));
        feishu.pusher().waits(Duration.ofSeconds(3), PAUSE);
        feishu.takesPerSecond(PER_SECOND);
    }

    /// Customers on WeChat, people on Feishu, and a group in which those people take turns.
    List<Customer> customers() {
        List<Customer> customers = new ArrayList<>();
        IntStream.range(0, ON_WECHAT).mapToObj(i -> onWeChat("oDrill-" + i)).forEach(customers::add);
        FeishuPerson[] people = IntStream.range(0, ON_FEISHU)
                .mapToObj(i -> feishu.person("ou_drill00" + i, "Drill " + i))
                .toArray(FeishuPerson[]::new);
        Stream.of(people)
                .map(person -> onFeishu(person.openId(), person.chat(), person::says))
                .forEach(customers::add);
        FeishuChat group = feishu.group("Drills", people);
        AtomicInteger turn = new AtomicInteger();
        customers.add(
                onFeishu(group.id(), group, text -> people[turn.getAndIncrement() % people.length].says(group, text)));
        return customers;
    }

    private Customer onWeChat(String openid) {
        SimulatedCustomer customer = wechat.customer(openid);
        return new Customer(
                openid,
                customer::says,
                listener -> customer.onReceive(received -> listener.accept(received.content())));
    }

    private Customer onFeishu(String id, FeishuChat chat, Function<String, Pushed> says) {
        return new Customer(
                id,
                says,
                listener -> chat.onReceive(message -> {
                    listener.accept(ApiCall.json(message.content()).path("text").asString());
                    atReply.getAndSet(Optional.empty()).ifPresent(Runnable::run);
                }));
    }

    /// Does something once, when the next reply has reached somebody on Feishu and the hub was not yet told so.
    void atNextReplyOnFeishu(Runnable what) {
        atReply.set(Optional.of(what));
    }

    /// Whether a customer is on Feishu, by the platform's form of ids.
    static boolean isOnFeishu(String customer) {
        return customer.startsWith("ou_") || customer.startsWith("oc_");
    }

    /// How the hub broke their protocols so far.
    List<String> breaches() {
        return Stream.of(wechat.breaches(), feishu.breaches())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void close() {
        wechat.close();
        feishu.close();
    }
}
