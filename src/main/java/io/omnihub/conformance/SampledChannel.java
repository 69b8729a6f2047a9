package io.omnihub.conformance;

import io.omnihub.message.Content;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.Media;
import io.omnihub.message.Message;
import io.omnihub.wire.Contents;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A channel of files whose calls are made of its samples: which words of one are its id, its person and its type shows
/// what becomes of it with another word there.
final class SampledChannel implements Subject {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MARK = "kit§mark";
    private static final String FAR = "7300912845";
    private static final int MOST_WORDS = 2_000;

    /// How a file of a kind begins.
    private static final Map<String, String> BEGINNINGS = Map.of(
            "image", "\u0089PNG\r\n\u001A\n",
            "voice", "OggS\0\2 OpusHead",
            "video", "\0\0\0\30ftypisom\0\0\2\0isomiso2",
            "file", "%PDF-1.4");

    /// Ids of persons may be numbers that JavaScript can hold, and none that is somewhere else in a sample.
    private static final long LEAST_PERSON = 7_000_000_000L;

    private final String channel;
    private final Declaration declaration;
    private final HubTalk hub;
    private final HttpClient client;
    private final URI callback;
    private final Proof proof;
    private final Trials trials;
    private final LocalPlatform platform;
    private final Optional<PlatformAnswers> answers;
    private final List<Read> samples;
    private final Reader reader;
    private final Map<String, Map<String, String>> words = new ConcurrentHashMap<>();
    private @Nullable Text text;

    SampledChannel(
            String channel,
            Declaration declaration,
            HubTalk hub,
            HttpClient client,
            URI callback,
            Proof proof,
            Trials trials,
            LocalPlatform platform,
            Optional<PlatformAnswers> answers,
            List<Sample> samples,
            Reader reader) {
        this.channel = channel;
        this.declaration = declaration;
        this.hub = hub;
        this.client = client;
        this.callback = callback;
        this.proof = proof;
        this.trials = trials;
        this.platform = platform;
        this.answers = answers;
        this.reader = reader;
        this.samples =
                samples.stream().map(sample -> new Read(sample, read(sample))).toList();
        this.samples.forEach(this::putFilesOnThePlatform);
    }

    /// What a channel makes of a call.
    interface Reader {

        List<InboundEvent> read(Sample sample);
    }

    /// A sample, and what becomes of it; null where it can't be read.
    private record Read(Sample sample, @Nullable List<InboundEvent> events) {

        Optional<InboundEvent> message() {
            return events != null && events.size() == 1 && events.getFirst().body() instanceof Message
                    ? Optional.of(events.getFirst())
                    : Optional.empty();
        }
    }

    /// The sample of a text, and its words that stand for the message and the person.
    private record Text(Sample sample, String said, Set<String> ids, String person) {}

    private @Nullable List<InboundEvent> read(Sample sample) {
        try {
            return reader.read(sample);
        } catch (RuntimeException _) {
            return null;
        }
    }

    private void putFilesOnThePlatform(Read read) {
        read.message().stream()
                .flatMap(event -> ((Message) event.body()).parts().stream())
                .flatMap(Media::in)
                .map(Media::url)
                .filter(url -> url.startsWith(platform.address()))
                .forEach(url -> platform.hasFile(
                        url.substring(platform.address().length()).replaceFirst("\\?.*", "")));
    }

    /// @throws NotApplicableException where no sample is one of a text, which all cases need
    void requireText() {
        text();
    }

    private Text text() {
        Text found = text;
        if (found == null) {
            found = samples.stream()
                    .flatMap(read -> read.message().stream().flatMap(event -> text(read.sample(), event)))
                    .findFirst()
                    .orElseThrow(() -> new NotApplicableException(
                            "no sample is one message of one text whose words for text, message and person can be told"
                                    + " apart: lay one there in which each has a value of its own"));
            text = found;
        }
        return found;
    }

    private Stream<Text> text(Sample sample, InboundEvent event) {
        List<Content> parts = ((Message) event.body()).parts();
        if (parts.size() != 1 || !(parts.getFirst() instanceof Content.Text(String said))) {
            return Stream.empty();
        }
        Set<String> ids = ids(sample, event);
        Optional<String> person = person(sample, event);
        return ids.isEmpty() || person.isEmpty() || !canSay(sample, said, event)
                ? Stream.empty()
                : Stream.of(new Text(sample, said, ids, person.get()));
    }

    private Optional<String> person(Sample sample, InboundEvent event) {
        return words(sample, event, SampledChannel::thread, other -> said(other).equals(said(event)))
                .findFirst();
    }

    private boolean canSay(Sample sample, String said, InboundEvent event) {
        return sample.saying(said, MARK).stream()
                .flatMap(other -> new Read(other, read(other)).message().stream())
                .anyMatch(other -> said(other).equals(MARK) && key(other).equals(key(event)));
    }

    /// The words by which the platform knows the message.
    private Set<String> ids(Sample sample, InboundEvent event) {
        return Set.copyOf(words(
                        sample,
                        event,
                        SampledChannel::key,
                        other -> thread(other).equals(thread(event))
                                && other.header().sender().equals(event.header().sender())
                                && said(other).equals(said(event)))
                .toList());
    }

    private static String key(InboundEvent event) {
        return event.header().key() + " " + ((Message) event.body()).externalId();
    }

    private static String thread(InboundEvent event) {
        return event.header().thread();
    }

    private static String said(InboundEvent event) {
        return Contents.firstText(((Message) event.body()).parts(), Integer.MAX_VALUE);
    }

    /// The words of a sample that something of the message is made of: each other word there makes another one. By that
    /// the name of a field is told from what stands in it.
    private Stream<String> words(
            Sample sample, InboundEvent event, Function<InboundEvent, String> made, Predicate<InboundEvent> wanted) {
        return sample.words().stream().limit(MOST_WORDS).filter(word -> {
            Set<String> all = new HashSet<>(Set.of(made.apply(event)));
            return Stream.of(Sample.varied(word), Sample.numbered(word, FAR))
                    .map(varied -> other(sample, word, varied)
                            .filter(other -> kind(other) == kind(event))
                            .filter(wanted))
                    .allMatch(other -> other.isPresent() && all.add(made.apply(other.get())));
        });
    }

    private static Class<?> kind(InboundEvent event) {
        return ((Message) event.body()).parts().getFirst().getClass();
    }

    private Optional<InboundEvent> other(Sample sample, String word, String instead) {
        Sample varied = sample.with(Map.of(word, instead));
        return new Read(varied, read(varied)).message();
    }

    @Override
    public HubTalk hub() {
        return hub;
    }

    @Override
    public String channel() {
        return channel;
    }

    @Override
    public String inbox() {
        return declaration.inbox();
    }

    @Override
    public String newCustomer() {
        Text known = text();
        long number = ThreadLocalRandom.current().nextLong(LEAST_PERSON, 2 * LEAST_PERSON);
        Map<String, String> changed = Map.of(known.person, Sample.numbered(known.person, Long.toString(number)));
        List<InboundEvent> events = read(known.sample.with(changed));
        if (events == null || events.size() != 1) {
            throw new NotApplicableException("with a longer number for " + known.person + " the sample "
                    + known.sample.name() + " can't be read");
        }
        String customer = thread(events.getFirst());
        words.put(customer, changed);
        return customer;
    }

    private Map<String, String> person(String customer) {
        return words.getOrDefault(customer, Map.of());
    }

    @Override
    public Call text(String customer, String id, String said) {
        Text known = text();
        Map<String, String> changed = new HashMap<>(person(customer));
        known.ids.forEach(word -> changed.put(word, Sample.numbered(word, id)));
        // The words first: the text is written anew as it stands in the sample.
        Sample addressed = apart(known.sample, known.said, changed);
        return proof.seal(addressed.saying(MARK, said).getFirst());
    }

    /// The text stays out of what is changed.
    private static Sample apart(Sample sample, String said, Map<String, String> changed) {
        return sample.saying(said, MARK).getFirst().with(changed);
    }

    @Override
    public Map<String, Supplier<Answered>> kinds(String customer) {
        Map<String, Supplier<Answered>> kinds = new LinkedHashMap<>();
        for (Read read : samples) {
            read.message().ifPresent(event -> {
                Content first = ((Message) event.body()).parts().getFirst();
                String kind = Contents.kind(first);
                boolean shown = !(first instanceof Content.Text
                        || first instanceof Content.Unsupported
                        || first instanceof Content.SystemEvent);
                if (shown && (!isFile(event) || declaration.fetches())) {
                    of(customer, read.sample(), event).ifPresent(call -> kinds.putIfAbsent(kind, () -> deliver(call)));
                }
            });
        }
        if (kinds.isEmpty()) {
            throw new NotApplicableException("no sample is one message of another kind than text");
        }
        return kinds;
    }

    private static boolean isFile(InboundEvent event) {
        return Media.of(((Message) event.body()).parts().getFirst()).isPresent();
    }

    /// The same from somebody else, as a message of its own.
    private Optional<Call> of(String customer, Sample sample, InboundEvent event) {
        Map<String, String> changed = new HashMap<>();
        person(sample, event).ifPresent(word -> person(customer).values().forEach(other -> changed.put(word, other)));
        ids(sample, event).forEach(word -> changed.put(word, Sample.numbered(word, Long.toString(newId()))));
        Sample theirs = sample.with(changed);
        return new Read(theirs, read(theirs))
                .message()
                .filter(other -> thread(other).equals(customer) && kind(other) == kind(event))
                .map(_ -> proof.seal(theirs));
    }

    private static long newId() {
        return ThreadLocalRandom.current().nextLong(1L << 40, 1L << 60);
    }

    @Override
    public Call unknown(String customer) {
        for (Read read : samples) {
            Optional<Call> call = read.message()
                    .filter(event -> kind(event) == Content.Unsupported.class)
                    .flatMap(event -> of(customer, read.sample(), event));
            if (call.isPresent()) {
                return call.get();
            }
        }
        // Else another type of the text, wherever the sample says it.
        Sample sample = text().sample;
        for (String word : sample.words()) {
            Optional<Call> call = other(sample, word, Sample.varied(word))
                    .filter(event -> kind(event) == Content.Unsupported.class)
                    .flatMap(event -> of(customer, sample.with(Map.of(word, Sample.varied(word))), event));
            if (call.isPresent()) {
                return call.get();
            }
        }
        throw new NotApplicableException(
                "no sample becomes unsupported, and no other word in that of a text makes it so");
    }

    @Override
    public Call malformed() {
        Sample sample = text().sample;
        byte[] cut = sample.cut();
        Sample half = Sample.of(sample.name(), sample.headers(), cut);
        if (read(half) != null) {
            throw new NotApplicableException("half of the sample " + sample.name() + " can be read too");
        }
        return proof.seal(cut, sample);
    }

    @Override
    public Map<String, Call> untrusted(String customer) {
        return proof.wrong(text().sample.with(person(customer)));
    }

    @Override
    public List<Trial> trials() {
        return trials.all(text().sample.headers());
    }

    @Override
    public List<Call> ignored(String customer) {
        List<Call> ignored = samples.stream()
                .filter(read -> read.events() != null && read.events().isEmpty())
                .map(read -> proof.seal(read.sample().with(person(customer))))
                .toList();
        if (ignored.isEmpty()) {
            throw new NotApplicableException("no sample is one that the mapping ignores");
        }
        return ignored;
    }

    @Override
    public Answered deliver(Call call) {
        URI address = call.query().isEmpty() ? callback : URI.create(callback + "?" + call.query());
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
        if (!call.isGet()) {
            request.POST(BodyPublishers.ofByteArray(call.body()));
        }
        call.headers().forEach(request::header);
        return send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8))
                .map(answer -> new Answered(answer.statusCode(), answer.body()))
                .orElseGet(() -> new Answered(0, ""));
    }

    private <T> Optional<HttpResponse<T>> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return Optional.of(client.send(request, handler));
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void failsNext(Failure failure) {
        answers();
        platform.failsNext(failure);
    }

    @Override
    public String refusal() {
        PlatformAnswers said = answers();
        if (said.refusalStatus() == 0) {
            throw new NotApplicableException("nobody knows how the platform refuses: lay such an answer beside the"
                    + " samples, as answers/refused.json or .xml");
        }
        return said.code();
    }

    @Override
    public List<String> reached(String customer, List<String> texts) {
        answers();
        return platform.told(customer).stream()
                .flatMap(call -> texts.stream().filter(call.said()::contains))
                .toList();
    }

    /// Each is another one, so that it is known again wherever it comes.
    @Override
    public Map<String, byte[]> files() {
        answers();
        Map<String, byte[]> files = new LinkedHashMap<>();
        BEGINNINGS.forEach((kind, beginning) -> {
            if (declaration.sends().contains(kind)) {
                files.put(kind, (beginning + " " + UUID.randomUUID()).getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        return files;
    }

    @Override
    public List<String> reached(String customer, List<String> texts, String kind, byte[] file) {
        return platform.told(customer).stream()
                .map(call -> has(call, file)
                        ? kind
                        : texts.stream()
                                .filter(call.said()::contains)
                                .findFirst()
                                .orElse(""))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /// In a form, or at an address that the call names: a mapping has no other way.
    private boolean has(LocalPlatform.Taken call, byte[] file) {
        String bytes = new String(file, StandardCharsets.ISO_8859_1);
        return new String(call.body(), StandardCharsets.ISO_8859_1).contains(bytes)
                || Pattern.compile(Pattern.quote(platform.address()) + "(/[^\"'<>\\s\\\\]+)")
                        .matcher(call.said())
                        .results()
                        .anyMatch(link -> Arrays.equals(file, linked(link.group(1))));
    }

    /// What the hub gives to whom it told where a file is.
    private byte[] linked(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(callback.resolve(path)).timeout(PATIENCE).build();
        return send(request, BodyHandlers.ofByteArray()).map(HttpResponse::body).orElseGet(() -> new byte[0]);
    }

    private PlatformAnswers answers() {
        return answers.orElseThrow(() -> new NotApplicableException("no route of the channel sends anything"));
    }
}
