package io.omnihub.simulator.courier;

import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Pushed;
import io.omnihub.simulator.webhook.WebhookSimulator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A courier: it tells each change of a parcel by a webhook, signed as Standard Webhooks are, and shows pictures.
public final class Courier implements AutoCloseable {

    /// What a parcel goes through.
    public static final List<String> STATES = List.of("created", "packed", "in_transit", "delivered");

    private static final List<String> STATIONS =
            List.of("已下单 Ordered", "已打包 Packed", "运输中 On its way", "已签收 Delivered");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int EXPECTED_DAYS = 2;

    private final Clock clock;
    private final WebhookSimulator signing;

    /// @param key `whsec_` and Base64
    public Courier(String key, Clock clock) {
        this.clock = clock;
        signing = new WebhookSimulator(key, clock);
    }

    public void pushesTo(URI address) {
        signing.pushesTo(address);
    }

    /// Where its pictures are, without a path.
    public String pictureHost() {
        return URI.create(signing.apiUrl()).getAuthority();
    }

    /// A picture that everybody may look at.
    ///
    /// @return its address
    public String shows(byte[] picture) {
        return signing.file(picture);
    }

    /// Tells what has become of a parcel.
    ///
    /// @param accounts of the receiver, by the inbox that they are of
    /// @param picture  its address; empty for none
    public Pushed tells(String number, int state, Map<String, String> accounts, String picture) {
        return deliver(sealed(number, state, accounts, picture));
    }

    /// A call as it would go over the wire now.
    public Callback sealed(String number, int state, Map<String, String> accounts, String picture) {
        return sealed(parcel(number, state, accounts, picture).toString());
    }

    /// Anything at all, signed.
    public Callback sealed(String body) {
        return signing.sealed(body);
    }

    /// Sends a call once.
    public Pushed deliver(Callback call) {
        return signing.deliver(call);
    }

    private ObjectNode parcel(String number, int state, Map<String, String> accounts, String picture) {
        Instant now = clock.instant();
        ObjectNode event = JSON.createObjectNode().put("type", "parcel.changed").put("timestamp", now.toString());
        ObjectNode data = event.putObject("data")
                .put("number", number)
                .put("revision", state + 1)
                .put("status", STATES.get(state))
                .put("title", "包裹 Parcel " + number)
                .put("carrier", "顺丰 SF")
                .put(
                        "expected",
                        now.atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                                .plusDays(EXPECTED_DAYS)
                                .toString())
                .put("link", "https://courier.example/" + number);
        if (!picture.isEmpty()) {
            data.put("picture", picture);
        }
        data.putObject("value").put("amount", "128.50").put("currency", "CNY");
        ObjectNode receiver = data.putObject("receiver").put("address", "苏州市工业园区 1 号");
        ObjectNode known = receiver.putObject("accounts");
        accounts.forEach(known::put);
        var events = data.putArray("events");
        for (int i = 0; i < STATIONS.size(); i++) {
            ObjectNode station = events.addObject().put("what", STATIONS.get(i)).put("done", i <= state);
            if (i <= state) {
                station.put("at", now.minus(Duration.ofHours(state - i)).toString());
            }
        }
        return event;
    }

    @Override
    public void close() {
        signing.close();
    }
}
