package io.omnihub.channel;

import io.omnihub.conformance.Answered;
import io.omnihub.conformance.Call;
import io.omnihub.conformance.Failure;
import io.omnihub.conformance.HubTalk;
import io.omnihub.conformance.NotApplicableException;
import io.omnihub.conformance.Subject;
import io.omnihub.conformance.Trial;
import io.omnihub.identity.Role;
import io.omnihub.simulator.platform.Callback;
import io.omnihub.simulator.platform.Faults;
import io.omnihub.simulator.platform.Pushed;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/// A channel between its simulated platform and a hub, as the cases that hold of every channel see it.
final class SimulatedChannel implements Subject {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ChannelCases channel;
    private final HubTalk hub;

    SimulatedChannel(ChannelCases channel) {
        this.channel = channel;
        this.hub = new HubTalk(
                CLIENT,
                channel.hub().address,
                channel.hub().as(Role.ADMIN).authorization(),
                channel.hub().bean(CamelContext.class));
    }

    @Override
    public HubTalk hub() {
        return hub;
    }

    @Override
    public String channel() {
        return channel.channel();
    }

    @Override
    public String inbox() {
        return channel.inbox();
    }

    @Override
    public String newCustomer() {
        return channel.newCustomer();
    }

    @Override
    public Call text(String customer, String id, String text) {
        return call(channel.text(customer, id, text));
    }

    @Override
    public Map<String, Supplier<Answered>> kinds(String customer) {
        Map<String, Supplier<Answered>> kinds = new LinkedHashMap<>();
        channel.others(customer).forEach((kind, push) -> kinds.put(kind, () -> answered(push.get())));
        return kinds;
    }

    @Override
    public Call unknown(String customer) {
        return call(channel.unknown(customer));
    }

    @Override
    public Call malformed() {
        return call(channel.malformed());
    }

    @Override
    public Map<String, Call> untrusted(String customer) {
        return channel.untrusted(customer).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> call(entry.getValue())));
    }

    /// The test of each channel has its own.
    @Override
    public List<Trial> trials() {
        throw new NotApplicableException("how the platform tries the address is tested by the channel itself");
    }

    @Override
    public List<Call> ignored(String customer) {
        return channel.echoes(customer).stream().map(SimulatedChannel::call).toList();
    }

    @Override
    public Answered deliver(Call call) {
        return answered(channel.deliver(new Callback(call.query(), call.headers(), call.body())));
    }

    @Override
    public void failsNext(Failure failure) {
        Faults faults = channel.platform().faults();
        switch (failure) {
            case BUSY -> faults.status(429);
            case AWAY -> faults.status(503);
            case PAGE -> faults.says("<html>maintenance</html>");
            case CUT -> faults.silence();
            case REFUSED -> faults.code(channel.never());
        }
    }

    @Override
    public String refusal() {
        return Integer.toString(channel.never());
    }

    @Override
    public List<String> reached(String customer, List<String> texts) {
        return channel.received(customer).stream().filter(texts::contains).toList();
    }

    @Override
    public Map<String, byte[]> files() {
        return channel.sends().stream()
                .filter(Set.of("image", "voice", "video", "file")::contains)
                .collect(Collectors.toMap(Function.identity(), channel::file));
    }

    @Override
    public List<String> reached(String customer, List<String> texts, String kind, byte[] file) {
        List<byte[]> files = channel.files(customer);
        boolean whole = files.size() == 1 && Arrays.equals(files.getFirst(), file);
        return channel.received(customer).stream()
                .map(each -> texts.contains(each) ? each : whole ? kind : "another file")
                .toList();
    }

    private static Call call(Callback push) {
        return new Call(push.query(), push.headers(), push.body());
    }

    private static Answered answered(Pushed pushed) {
        return new Answered(pushed.status(), pushed.body());
    }
}
