package io.omnihub.channel.declared;

import io.omnihub.channel.Ability;
import io.omnihub.channel.Capabilities;
import io.omnihub.channel.Capabilities.Allowance;
import io.omnihub.channel.ChannelLook;
import io.omnihub.channel.ChannelStatuses;
import io.omnihub.channel.TextLimit;
import io.omnihub.message.ChannelId;
import io.omnihub.message.Content;
import io.omnihub.message.InboxId;
import io.omnihub.message.TenantId;
import io.omnihub.wire.Contents;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/// Reads `config/channels/<channel>.yaml` where it declares a channel, which it does by saying what the channel can do.
public final class ChannelFile {

    /// All but pictures of people, which only Java can get, and copies, of which mappings are not told.
    private static final Ability[] ABILITIES =
            EnumSet.complementOf(EnumSet.of(Ability.AVATARS, Ability.COPIES)).toArray(Ability[]::new);

    /// Also in a file that is broken elsewhere.
    private static final Pattern DECLARES = Pattern.compile("(?m)^[ \\t]+capabilities[ \\t]*:");

    private static final Duration LONGEST_PACE = Duration.ofMinutes(1);

    private static final String ENDING = ".yaml";
    private static final String EXAMPLE = ".example.yaml";

    /// The kinds of content that a channel may say it sends, by their names; a text goes through each.
    private static final Map<String, Class<? extends Content>> KINDS = Stream.of(
                    Content.Image.class,
                    Content.Voice.class,
                    Content.Video.class,
                    Content.File.class,
                    Content.Location.class,
                    Content.Link.class,
                    Content.Card.class,
                    Content.ContactCard.class,
                    Content.Sticker.class,
                    Content.RichText.class)
            .collect(Collectors.toMap(Contents::kind, Function.identity(), (a, _) -> a, TreeMap::new));

    private ChannelFile() {}

    /// Whether it is a file of settings, and not only to copy from.
    public static boolean isRead(String file) {
        return file.indexOf('/') < 0 && file.endsWith(ENDING) && !file.endsWith(EXAMPLE) && !file.startsWith(".");
    }

    /// Whether a file of settings declares a channel; another one has the settings of a channel in Java.
    public static boolean declares(String text) {
        return DECLARES.matcher(text).find();
    }

    /// The same, also where the word itself is wrong or missing: it is about the channel of its name, and no Java is.
    ///
    /// @param others the channels in Java
    static boolean declares(String file, String text, Set<ChannelId> others) {
        String name = channel(file);
        if (declares(text) || others.stream().map(ChannelId::value).anyMatch(name::equals)) {
            return declares(text);
        }
        try {
            return Section.read(file, text, UnaryOperator.identity())
                    .section("omnihub")
                    .section("channels")
                    .has(name);
        } catch (RefusedFileException _) {
            return false;
        }
    }

    /// The file that declares a channel.
    static String of(ChannelId channel) {
        return channel + ENDING;
    }

    private static String channel(String file) {
        return file.substring(0, file.length() - ENDING.length());
    }

    /// @param file     its name
    /// @param resolved puts in what placeholders name
    static DeclaredChannel read(String file, String text, UnaryOperator<String> resolved) {
        Section whole = Section.read(file, text, resolved);
        whole.allow("omnihub");
        Section hub = whole.required("omnihub");
        hub.allow("channels");
        Section channels = hub.required("channels");
        String name = channel(file);
        channels.allow(name);
        Section channel = channels.required(name);
        channel.allow("name", "icon", "capabilities", "fetches-media", "inboxes");
        ChannelId id = channels.placed(name, () -> new ChannelId(name));
        ChannelLook look = new ChannelLook(
                channel.value("name", name, shown -> new ChannelLook(shown, "").name()),
                channel.value("icon", "plug", icon -> new ChannelLook("", icon).icon()));
        Map<String, DeclaredAccount> accounts = new LinkedHashMap<>();
        Section inboxes = channel.section("inboxes");
        for (String inbox : inboxes.names()) {
            accounts.put(
                    inboxes.placed(inbox, () -> new InboxId(inbox)).value(),
                    inboxes.placed(inbox, () -> account(inboxes.section(inbox))));
        }
        DeclaredChannel declared = new DeclaredChannel(
                id,
                look,
                capabilities(channel.required("capabilities")),
                channel.value("fetches-media", false, ChannelFile::yes),
                accounts);
        channels.placed(name, () -> declared.inboxes(new ChannelStatuses(Clock.systemUTC())));
        return declared;
    }

    private static DeclaredAccount account(Section inbox) {
        inbox.allow("tenant", "name", "reopen-window", "sends-per-second", "secrets", "properties");
        Section secrets = inbox.section("secrets");
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String name : secrets.names()) {
            values.put(name, secrets.placed(name, () -> given(secrets.values(name, Function.identity()))));
        }
        Section properties = inbox.section("properties");
        Map<String, String> free = new LinkedHashMap<>();
        for (String name : properties.names()) {
            free.put(name, properties.text(name).orElse(""));
        }
        return new DeclaredAccount(
                inbox.value("tenant", TenantId.DEFAULT.value(), text -> new TenantId(text).value()),
                inbox.text("name").orElse(""),
                inbox.value("reopen-window", Duration.ofHours(24), DurationStyle::detectAndParse),
                inbox.value("sends-per-second", 10, ChannelFile::positive),
                values,
                free);
    }

    private static List<String> given(List<String> secrets) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        if (secrets.stream().anyMatch(secret -> secret.chars().anyMatch(Character::isISOControl))) {
            throw new IllegalArgumentException("a secret must be one line, without a line's end");
        }
        return List.copyOf(secrets);
    }

    private static Capabilities capabilities(Section can) {
        can.allow(
                "sends",
                "largest",
                "text",
                "reply-window",
                "most-replies",
                "occasions",
                "abilities",
                "edit-window",
                "recall-window",
                "pace");
        Set<Class<? extends Content>> sends = new HashSet<>(can.values("sends", ChannelFile::kind));
        Section largest = can.section("largest");
        Map<Class<? extends Content>, Long> sizes = new LinkedHashMap<>();
        for (String kind : largest.names()) {
            sizes.put(
                    largest.placed(kind, () -> kind(kind)),
                    largest.value(kind, 0L, size -> DataSize.parse(size).toBytes()));
        }
        return new Capabilities(
                sends,
                sizes,
                text(can.section("text")),
                can.has("reply-window")
                        ? can.value("reply-window", Duration.ZERO, DurationStyle::detectAndParse)
                        : null,
                can.value("most-replies", 0, ChannelFile::positive),
                occasions(can.section("occasions")),
                Set.copyOf(can.values("abilities", text -> constant(text, ABILITIES))),
                within(can),
                can.value("pace", Duration.ZERO, ChannelFile::pace),
                false,
                Set.of());
    }

    private static Map<Ability, Duration> within(Section can) {
        Map<Ability, Duration> within = new EnumMap<>(Ability.class);
        for (Ability ability : List.of(Ability.EDIT, Ability.RECALL)) {
            String name = ability.name().toLowerCase(Locale.ROOT) + "-window";
            if (can.has(name)) {
                within.put(ability, can.value(name, Duration.ZERO, DurationStyle::detectAndParse));
            }
        }
        return within;
    }

    private static Map<String, Allowance> occasions(Section occasions) {
        Map<String, Allowance> allowances = new LinkedHashMap<>();
        for (String event : occasions.names()) {
            Section occasion = occasions.section(event);
            occasion.allow("window", "most-replies");
            allowances.put(
                    event,
                    new Allowance(
                            occasion.value("window", Duration.ZERO, DurationStyle::detectAndParse),
                            occasion.value("most-replies", 0, ChannelFile::positive)));
        }
        return allowances;
    }

    private static @Nullable TextLimit text(Section text) {
        text.allow("most", "unit");
        if (text.names().isEmpty()) {
            return null;
        }
        int most = text.value("most", 0, Integer::valueOf);
        TextLimit.Unit unit =
                text.value("unit", TextLimit.Unit.CHARACTERS, each -> constant(each, TextLimit.Unit.values()));
        return text.placed("most", () -> switch (unit) {
            case BYTES -> TextLimit.ofBytes(most);
            case CHARACTERS -> TextLimit.ofCharacters(most);
            case UTF16 -> TextLimit.ofUtf16(most);
        });
    }

    private static Class<? extends Content> kind(String name) {
        Class<? extends Content> kind = KINDS.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("there are the kinds " + String.join(", ", KINDS.keySet()));
        }
        return kind;
    }

    private static int positive(String text) {
        int number = Integer.parseInt(text);
        if (number < 1) {
            throw new IllegalArgumentException("it must be at least 1");
        }
        return number;
    }

    private static Duration pace(String text) {
        Duration pace = DurationStyle.detectAndParse(text);
        if (pace.isNegative() || pace.compareTo(LONGEST_PACE) > 0) {
            throw new IllegalArgumentException("it must be 1m at most");
        }
        return pace;
    }

    private static boolean yes(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("it must be true or false");
        };
    }

    private static <E extends Enum<E>> E constant(String text, E[] constants) {
        return Arrays.stream(constants)
                .filter(each -> word(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there are "
                        + Arrays.stream(constants).map(ChannelFile::word).collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
