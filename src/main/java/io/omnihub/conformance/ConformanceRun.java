package io.omnihub.conformance;

import io.omnihub.control.CommandSettings;
import io.omnihub.identity.ApiTokens;
import io.omnihub.identity.Role;
import io.omnihub.mapping.Mapping;
import io.omnihub.mapping.Mappings;
import io.omnihub.message.Direction;
import io.omnihub.message.InboundEvent;
import io.omnihub.message.TenantId;
import io.omnihub.route.ScratchFolder;
import io.omnihub.route.ScratchHub;
import io.omnihub.wire.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.node.ObjectNode;

/// All cases on one channel of files, on a hub of its own and with a platform of its own.
final class ConformanceRun {

    private static final String INBOUND = "hub:inbound";
    private static final String FAILED = "failed";
    private static final int LARGEST = 1 << 20;
    private static final int MOST_SAMPLES = 200;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Pattern SENDS = Pattern.compile("mapping:([a-z0-9][a-z0-9._-]*)\\?.*\\bsend=.*");
    private static final Pattern FETCH = Pattern.compile("platform:fetch\\?.*?url=([^&]+).*");

    private final String channel;
    private final Path routes;
    private final Path channels;
    private final List<Path> samples;

    /// @param routes   the folder of route files
    /// @param channels the folder of the files that declare channels
    /// @param samples  the folders with samples, of which the first that is there is taken
    ConformanceRun(String channel, Path routes, Path channels, List<Path> samples) {
        this.channel = channel;
        this.routes = routes;
        this.channels = channels;
        this.samples = samples;
    }

    /// @return how many cases failed
    /// @throws NotApplicableException where nothing can be tried at all
    int run(Class<?> application, CommandSettings settings, PrintStream out) throws IOException {
        try (ScratchFolder folders = new ScratchFolder();
                LocalPlatform platform = new LocalPlatform()) {
            Path scratch = folders.path();
            ChannelRoutes own = ChannelRoutes.of(routes, channel, platform.address(), name -> settings.text(name, ""));
            Map<String, String> callback = own.templated("callback-by-steps")
                    .orElseThrow(() -> new NotApplicableException(
                            "it has no route of the template callback-by-steps, which is what this tries"));
            if (!callback.getOrDefault("take", INBOUND).equals(INBOUND)) {
                throw new NotApplicableException("its calls go to " + callback.get("take") + ", and say nothing");
            }
            Declaration declaration = Declaration.of(channel, declared(), platform.address());
            Proof proof = Proof.of(callback.getOrDefault("proof", ""), declaration);
            List<Sample> read = samples(platform);
            Path folder = Files.createDirectories(scratch.resolve("routes"));
            own.write(folder);
            Path declarations = Files.createDirectories(scratch.resolve("channels"));
            Files.writeString(
                    declarations.resolve(channel + ".yaml"),
                    new Dump(DumpSettings.builder().build()).dumpToString(declaration.file()));
            List<String> texts = own.texts();
            try (ConfigurableApplicationContext hub = ScratchHub.start(
                            application,
                            scratch,
                            settings.arguments(),
                            List.of(
                                    "omnihub.routes=" + folder,
                                    "omnihub.config.channels=" + declarations,
                                    // What it tells the platform of itself is seen there, whatever its port.
                                    "omnihub.public-url=" + platform.address(),
                                    "omnihub.delivery.first-retry=200ms"),
                            _ -> {});
                    HttpClient client = HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .build()) {
                String address = "http://127.0.0.1:" + hub.getEnvironment().getProperty("local.server.port");
                Optional<PlatformAnswers> answers = answers(hub, texts, platform);
                SampledChannel subject = new SampledChannel(
                        channel,
                        declaration,
                        new HubTalk(client, address, "Bearer " + token(hub), hub.getBean(CamelContext.class)),
                        client,
                        URI.create(address + path(callback, declaration.inbox())),
                        proof,
                        new Trials(callback, declaration, proof),
                        platform,
                        answers,
                        read,
                        reader(hub, callback.getOrDefault("read", "callback:pass"), declaration.inbox()));
                subject.requireText();
                return run(subject, out);
            }
        }
    }

    /// As the template makes it of its parameters.
    private String path(Map<String, String> callback, String inbox) {
        return callback.getOrDefault("root", "/channels") + "/" + channel
                + callback.getOrDefault("inbox", "/{inbox}").replace("{inbox}", inbox);
    }

    private static int run(SampledChannel subject, PrintStream out) {
        int failed = 0;
        long end = System.nanoTime() + LONGEST.toNanos();
        try (ExecutorService one = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ConformanceCase each : ConformanceCase.values()) {
                Future<?> running = one.submit(() -> each.check(subject));
                Outcome outcome = outcome(running, end);
                running.cancel(true);
                failed += outcome.word().equals(FAILED) ? 1 : 0;
                out.println(outcome.word() + ": " + each.title()
                        + (outcome.told().isEmpty() ? "" : " (" + outcome.told() + ")"));
            }
        }
        return failed;
    }

    /// @param word how a case ended
    /// @param told what was expected and seen, or why it says nothing
    private record Outcome(String word, String told) {}

    private static Outcome outcome(Future<?> running, long end) {
        try {
            running.get(Math.max(end - System.nanoTime(), 1), TimeUnit.NANOSECONDS);
            return new Outcome("passed", "");
        } catch (TimeoutException _) {
            return new Outcome(FAILED, "the " + LONGEST.toMinutes() + " minutes for all cases are over");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome(FAILED, "interrupted");
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case NotApplicableException why ->
                    new Outcome("not applicable", Objects.toString(why.getMessage(), ""));
                case CaseFailedException seen -> new Outcome(FAILED, Objects.toString(seen.getMessage(), ""));
                case null, default -> new Outcome(FAILED, Objects.toString(e.getCause(), ""));
            };
        }
    }

    private Object declared() throws IOException {
        for (String ending : List.of(".yaml", ".example.yaml")) {
            Path file = channels.resolve(channel + ending);
            if (Files.isRegularFile(file)) {
                return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            }
        }
        throw new NotApplicableException("there is no file " + channel + ".yaml in " + channels);
    }

    private static String token(ConfigurableApplicationContext hub) {
        return hub.getBean(ApiTokens.class)
                .create(TenantId.DEFAULT, "kit", Role.ADMIN, "kit")
                .orElseThrow()
                .secret();
    }

    private Optional<Path> folder() {
        return samples.stream().filter(Files::isDirectory).findFirst();
    }

    private List<Sample> samples(LocalPlatform platform) throws IOException {
        Path folder = folder().orElseThrow(() ->
                new NotApplicableException("there are no samples: none of the folders is there: " + samples));
        Map<String, String> headers = headers(folder.resolve("headers.properties"));
        List<Sample> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".unified.json") && !file.endsWith("headers.properties"))
                    .sorted()
                    .limit(MOST_SAMPLES)
                    .toList();
            for (Path file : all) {
                found.add(Sample.of(String.valueOf(file.getFileName()), headers, read(file))
                        .withAddresses(platform.address()));
            }
        }
        return found;
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST);
        }
    }

    private static Map<String, String> headers(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.isRegularFile(file)) {
            properties.load(new StringReader(Files.readString(file)));
        }
        Map<String, String> headers = new HashMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> !name.startsWith("Hub"))
                .forEach(name -> headers.put(name, properties.getProperty(name)));
        return headers;
    }

    private Optional<PlatformAnswers> answers(
            ConfigurableApplicationContext hub, List<String> texts, LocalPlatform platform) throws IOException {
        texts.forEach(text -> {
            Matcher fetch = FETCH.matcher(text);
            if (fetch.matches()) {
                platform.hasFiles(fetch.group(1));
            }
        });
        Map<String, byte[]> given = new TreeMap<>();
        Optional<Path> answers =
                folder().map(folder -> folder.resolve("answers")).filter(Files::isDirectory);
        if (answers.isPresent()) {
            try (Stream<Path> files = Files.list(answers.get())) {
                for (Path file : files.toList()) {
                    given.put(String.valueOf(file.getFileName()).replaceFirst("\\..*", ""), read(file));
                }
            }
        }
        for (String text : texts) {
            Matcher sends = SENDS.matcher(text);
            if (sends.matches()) {
                String name = sends.group(1);
                Mapping mapping = hub.getBean(Mappings.class).inUse().get(name);
                Map<String, Object> out = Declaration.map(
                        Declaration.map(new Load(LoadSettings.builder().build())
                                        .loadFromString(Files.readString(routes.resolve("mappings/" + name + ".yaml"))))
                                .get("out"));
                PlatformAnswers said = PlatformAnswers.of(
                        mapping, Declaration.map(out.get("answer")), String.join("\n", texts), given);
                platform.answersAs(said);
                return Optional.of(said);
            }
        }
        return Optional.empty();
    }

    /// What the step makes of a call; where there is none, the call is the hub's own form.
    private SampledChannel.Reader reader(ConfigurableApplicationContext hub, String step, String inbox) {
        ProducerTemplate template = hub.getBean(CamelContext.class).createProducerTemplate();
        Processor proved = hub.getBean("callbackReplayed", Processor.class);
        return sample -> {
            Exchange read = template.request(step, exchange -> {
                exchange.getMessage().setBody(sample.bytes());
                sample.headers().forEach(exchange.getMessage()::setHeader);
                exchange.getMessage().setHeader("Content-Type", sample.contentType());
                exchange.getMessage().setHeader("HubTenant", TenantId.DEFAULT.value());
                exchange.getMessage().setHeader("HubChannel", channel);
                exchange.getMessage().setHeader("HubInbox", inbox);
                proved.process(exchange);
            });
            if (read.getException() != null) {
                throw new IllegalArgumentException(read.getException());
            }
            if (read.getMessage().getBody() instanceof List<?> events) {
                return events.stream().map(InboundEvent.class::cast).toList();
            }
            return JsonCodec.decodeEvents(
                    Objects.requireNonNull(read.getMessage().getBody(byte[].class)), event -> complete(event, inbox));
        };
    }

    private void complete(ObjectNode event, String inbox) {
        if (event.path("header") instanceof ObjectNode header) {
            String thread = header.path("thread").asString("");
            Map<String, String> known = Map.of(
                    "tenant", TenantId.DEFAULT.value(),
                    "channel", channel,
                    "inbox", inbox,
                    "direction", Direction.INBOUND.name().toLowerCase(Locale.ROOT),
                    "routingKey", thread,
                    "sentAt", Instant.EPOCH.toString(),
                    "receivedAt", Instant.EPOCH.toString());
            known.forEach((name, value) -> {
                if (!header.has(name)) {
                    header.put(name, value);
                }
            });
            if (!header.has("sender")) {
                header.putObject("sender").put("kind", "contact").put("id", thread);
            }
        }
    }
}
