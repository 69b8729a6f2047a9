package io.omnihub.simulator.wechat;

import io.omnihub.simulator.platform.Pushed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A person with WeChat on his phone: writes to the account and sees what it answers.
public final class SimulatedCustomer {

    private static final AtomicLong MESSAGE_IDS = new AtomicLong(24_681_357_902_468_135L);
    private static final Duration WINDOW = Duration.ofDays(2);
    private static final int MOST_REPLIES = 5;
    private static final Duration BRIEF = Duration.ofMinutes(1);
    private static final int MOST_AFTER_EVENT = 3;

    private final WeChatSimulator platform;
    private final String openid;
    private final Clock clock;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Consumer<Received>> listeners = new CopyOnWriteArrayList<>();
    private final List<String> transfers = new CopyOnWriteArrayList<>();
    private volatile String unionId = "";
    private final List<Allowance> allowances = new ArrayList<>();

    SimulatedCustomer(WeChatSimulator platform, String openid, Clock clock) {
        this.platform = platform;
        this.openid = openid;
        this.clock = clock;
    }

    /// As whom the platform knows him in all accounts of one owner; empty where it does not.
    public String unionId() {
        return unionId;
    }

    /// He is known in other accounts of the same owner.
    public void isKnownAs(String union) {
        unionId = union;
    }

    public String openid() {
        return openid;
    }

    /// All that reached him, in order.
    public List<Received> received() {
        return List.copyOf(received);
    }

    /// Is told of each message that reaches him from now on.
    public void onReceive(Consumer<Received> listener) {
        listeners.add(listener);
    }

    public Pushed says(String text) {
        return sends("text", Map.of("Content", text));
    }

    public Pushed sendsPicture(String contentType, byte[] bytes) {
        String id = platform.keep("image", contentType, bytes);
        return sends("image", Map.of("PicUrl", platform.apiUrl() + "/pic/" + id, "MediaId", id));
    }

    public Pushed sendsVideo(byte[] bytes) {
        String id = platform.keep("video", "video/mp4", bytes);
        return sends("video", Map.of("MediaId", id, "ThumbMediaId", platform.keep("thumb", "image/jpeg", bytes)));
    }

    public Pushed sendsVoice(byte[] bytes) {
        String id = platform.keep("voice", "audio/amr", bytes);
        return sends("voice", Map.of("MediaId", id, "Format", "amr", "Recognition", ""));
    }

    public Pushed sendsPlace(double latitude, double longitude, String label) {
        return sends(
                "location",
                Map.of(
                        "Location_X",
                        Double.toString(latitude),
                        "Location_Y",
                        Double.toString(longitude),
                        "Scale",
                        "16",
                        "Label",
                        label));
    }

    /// Taps an entry of a menu that he got.
    public Pushed taps(String id, String label) {
        return sends("text", Map.of("Content", label, "bizmsgmenuid", id));
    }

    /// To which accounts of the platform's own customer service he was handed over, in order.
    public List<String> transfers() {
        return List.copyOf(transfers);
    }

    void goesTo(String account) {
        transfers.add(account);
    }

    public Pushed follows() {
        return does("subscribe", Map.of("EventKey", ""));
    }

    public Pushed unfollows() {
        return does("unsubscribe", Map.of("EventKey", ""));
    }

    public Pushed clicks(String eventKey) {
        return does("CLICK", Map.of("EventKey", eventKey));
    }

    /// Sends a message of any type.
    public Pushed sends(String type, Map<String, String> fields) {
        speaks();
        String id = "<MsgId>" + MESSAGE_IDS.incrementAndGet() + "</MsgId>";
        return platform.push(xml(type, fields) + id + "</xml>", this);
    }

    /// Causes an event of any kind.
    public Pushed does(String event, Map<String, String> fields) {
        acts(event);
        return isTold(event, fields);
    }

    /// The platform tells of him what he has not done himself.
    public Pushed isTold(String event, Map<String, String> fields) {
        String name = "<Event><![CDATA[" + event + "]]></Event>";
        return platform.push(xml("event", fields) + name + "</xml>", this);
    }

    /// The start of a message of his, up to its end tag.
    public String xml(String type, Map<String, String> fields) {
        StringBuilder xml = new StringBuilder("<xml>");
        element(xml, "ToUserName", platform.account().originalId());
        element(xml, "FromUserName", openid);
        xml.append("<CreateTime>").append(clock.instant().getEpochSecond()).append("</CreateTime>");
        element(xml, "MsgType", type);
        fields.forEach((name, value) -> element(xml, name, value));
        return xml.toString();
    }

    private synchronized void speaks() {
        allowances.add(new Allowance(clock.instant(), WINDOW, MOST_REPLIES));
    }

    private synchronized void acts(String event) {
        switch (event) {
            case "subscribe", "SCAN", "CLICK", "scancode_push", "scancode_waitmsg" ->
                allowances.add(new Allowance(clock.instant(), BRIEF, MOST_AFTER_EVENT));
            case "user_pay_from_pay_cell" -> allowances.add(new Allowance(clock.instant(), WINDOW, Integer.MAX_VALUE));
            case "unsubscribe" -> allowances.clear();
            default -> {}
        }
    }

    /// 0, or the code by which the platform refuses a reply now.
    synchronized int admits() {
        allowances.removeIf(allowance -> allowance.isOver(clock.instant()));
        return allowances.isEmpty() ? 45015 : allowances.stream().noneMatch(Allowance::isOpen) ? 45047 : 0;
    }

    void receives(Received message) {
        synchronized (this) {
            if (!message.passive()) {
                allowances.forEach(Allowance::use);
            }
        }
        sees(message);
    }

    void sees(Received message) {
        received.add(message);
        listeners.forEach(listener -> listener.accept(message));
    }

    private static void element(StringBuilder xml, String name, String text) {
        xml.append('<')
                .append(name)
                .append("><![CDATA[")
                .append(text)
                .append("]]></")
                .append(name)
                .append('>');
    }

    /// What the platform lets the account say after something that he did.
    private static final class Allowance {

        private final Instant end;
        private int left;

        Allowance(Instant since, Duration window, int most) {
            this.end = since.plus(window);
            this.left = most;
        }

        boolean isOver(Instant now) {
            return now.isAfter(end);
        }

        boolean isOpen() {
            return left > 0;
        }

        void use() {
            left--;
        }
    }
}
