package io.omnihub.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An order, ticket, shipment, invoice or customer as a business system knows it, at one of its versions.
///
/// @param type     what it is: `order`, `ticket`, `shipment`, `invoice`, `customer` or another word
/// @param key      which one, among those of its type that the system has
/// @param version  counts its changes; 0 where the system has none, and its time tells which is newer
/// @param time     when it became so; null where the system does not tell
/// @param event    the system's id of what told it; of one that has neither versions nor times it tells what came again
/// @param title    what people call it
/// @param state    what has become of it: one word where the pages shall know it, else as the system says it
/// @param contacts whose it is, by whatever the system knows them by
/// @param picture  the address of one; empty where there is none
/// @param tell     whom a conversation that is open shall tell of this version
/// @param metadata what else came with it, by name
public record BusinessRecord(
        String type,
        String key,
        long version,
        @Nullable Instant time,
        String event,
        String title,
        String state,
        Tone tone,
        List<KnownBy> contacts,
        List<Field> fields,
        String picture,
        List<Step> steps,
        List<Button> buttons,
        Tell tell,
        Map<String, String> metadata) {

    /// A record of this type tells by what else a contact is known.
    public static final String CUSTOMER = "customer";

    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_VALUE = 4_000;
    private static final int MOST_CONTACTS = 20;
    private static final int MOST_FIELDS = 60;
    private static final int MOST_STEPS = 50;
    private static final int MOST_BUTTONS = 10;
    private static final int MOST_METADATA = 200;
    private static final int LONGEST_URL = 2_000;

    private static final String MUST_BE_A_PAGE = "must be an address that begins with https:// or http://";
    private static final Pattern URL = Pattern.compile("https?://[^\\s\"<>\\\\^`{|}]+");

    public BusinessRecord {
        Check.slug("type", type);
        line("key", key, LONGEST_KEY);
        Check.id("key", key);
        Check.notNegative("version", version);
        if (time != null) {
            Check.time("time", time);
        }
        line("event", event, LONGEST_KEY);
        Check.optionalId("event", event);
        title = Check.shown(title);
        line("title", title, LONGEST_LINE);
        if (title.isBlank()) {
            title = key;
        }
        state = Check.shown(state);
        line("state", state, LONGEST_KEY);
        most("contact", contacts.size(), MOST_CONTACTS);
        most("fields", fields.size(), MOST_FIELDS);
        most("steps", steps.size(), MOST_STEPS);
        most("buttons", buttons.size(), MOST_BUTTONS);
        most("metadata", metadata.size(), MOST_METADATA);
        contacts = List.copyOf(contacts);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name)) {
                throw new InvalidMessageException("fields", "must not have two of one name");
            }
        }
        fields = List.copyOf(fields);
        address("picture", picture);
        steps = List.copyOf(steps);
        buttons = List.copyOf(buttons);
        metadata = Check.texts("metadata", metadata);
        metadata.forEach((name, value) -> line("metadata[" + name + "]", value, LONGEST_VALUE));
    }

    /// The same at a time that is known otherwise.
    public BusinessRecord at(Instant when) {
        return new BusinessRecord(
                type, key, version, when, event, title, state, tone, contacts, fields, picture, steps, buttons, tell,
                metadata);
    }

    /// How a state is: what colour it has.
    public enum Tone {
        PLAIN,
        BUSY,
        GOOD,
        WARN,
        BAD
    }

    /// Whom a version is told, where a conversation of its contact is open.
    public enum Tell {
        NOBODY,
        AGENTS,
        CUSTOMER
    }

    /// By what a person is known.
    ///
    /// @param kind  [#PHONE], [#EMAIL], [#MEMBER], or the id of an inbox
    /// @param value the number, the address, or the person's external id in that inbox
    public record KnownBy(String kind, String value) {

        public static final String PHONE = "phone";
        public static final String EMAIL = "email";
        public static final String MEMBER = "memberNumber";

        /// Those that are no inbox, as a contact's attributes call them too.
        public static final List<String> FACTS = List.of(PHONE, EMAIL, MEMBER);

        private static final int LONGEST = 320;
        private static final int CHINESE_MOBILE = 11;

        public KnownBy {
            if (!FACTS.contains(kind)) {
                Check.slug("contact", kind);
            }
            value = normal(kind, value);
            line("contact." + kind, value, LONGEST);
            Check.id("contact." + kind, value);
        }

        /// In the one form in which the same number or address is equal, however it was written.
        private static String normal(String kind, String value) {
            return switch (kind) {
                case PHONE -> phone(value);
                case EMAIL -> value.strip().toLowerCase(Locale.ROOT);
                default -> value.strip();
            };
        }

        /// The digits alone; a Chinese mobile number with its country's code and without is one.
        private static String phone(String value) {
            String digits = value.replaceAll("[^0-9]", "").replaceFirst("^00", "");
            boolean chinese = digits.length() == CHINESE_MOBILE + 2 && digits.startsWith("861");
            return chinese ? digits.substring(2) : digits;
        }
    }

    /// A fact.
    ///
    /// @param name     one that the pages know, as `amount`, or as people shall read it
    /// @param value    of a moment in ISO-8601, of a day as `2026-01-31`, of a number with a point
    /// @param currency of money, by its three letters; else empty
    public record Field(String name, Kind kind, String value, String currency) {

        private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
        private static final int MOST_DIGITS = 40;

        public Field {
            name = Check.shown(name);
            line("fields", name, LONGEST_KEY);
            Check.id("fields", name);
            String path = "fields." + name;
            line(path, value, LONGEST_VALUE);
            boolean money = kind == Kind.MONEY;
            if (money != CURRENCY.matcher(currency).matches() || (!money && !currency.isEmpty())) {
                throw new InvalidMessageException(path + ".currency", "must be three capital letters, of money alone");
            }
            switch (kind) {
                case MONEY, NUMBER -> number(path, value);
                case TIME -> made(path, "a time in ISO-8601", () -> Instant.parse(value));
                case DATE -> made(path, "a date, such as 2026-01-31", () -> LocalDate.parse(value));
                case LINK -> address(path, value);
                case TEXT -> Check.name(path, value);
            }
        }

        private static void number(String path, String value) {
            if (value.length() > MOST_DIGITS || !value.matches("-?[0-9]+(\\.[0-9]+)?")) {
                throw new InvalidMessageException(path, "must be a number");
            }
        }

        private static void made(String path, String what, Supplier<?> reading) {
            try {
                Objects.requireNonNull(reading.get());
            } catch (DateTimeParseException _) {
                throw new InvalidMessageException(path, "must be " + what);
            }
        }
    }

    /// How a value is to be read, and so shown in each language.
    public enum Kind {
        TEXT,
        NUMBER,
        MONEY,
        DATE,
        TIME,
        LINK
    }

    /// A station on the way of a shipment, or of anything that has some.
    ///
    /// @param at null where nobody knows when
    public record Step(String name, String note, @Nullable Instant at, boolean done) {
        public Step {
            line("steps.name", name, LONGEST_LINE);
            Check.id("steps.name", name);
            line("steps.note", note, LONGEST_VALUE);
            if (at != null) {
                Check.time("steps.time", at);
            }
        }
    }

    /// Leads to a page of the business system or into an app, or has the system do something.
    ///
    /// @param url        the page, or the place in an app ([Addresses]); empty for none
    /// @param value      by which the system knows what is wished; empty where the button leads somewhere
    /// @param agentsOnly whether customers who are told of the record are not given it
    public record Button(String label, String url, String value, boolean agentsOnly) {

        /// One for everybody.
        public Button(String label, String url, String value) {
            this(label, url, value, false);
        }

        public Button {
            String path = "buttons." + label;
            line("buttons", label, LONGEST_KEY);
            Check.id("buttons", label);
            if (url.isEmpty() == value.isEmpty()) {
                throw new InvalidMessageException(path, "must be an address or have a value");
            }
            if (!isPage(url) && Addresses.appScheme(url).isEmpty()) {
                throw new InvalidMessageException(path, MUST_BE_A_PAGE + ", or one in an app");
            }
            line(path + ".value", value, LONGEST_KEY);
            Check.optionalId(path + ".value", value);
        }
    }

    private static void line(String field, String value, int longest) {
        if (value.length() > longest) {
            throw new InvalidMessageException(field, "must not be longer than " + longest + " characters");
        }
        Check.name(field, value);
    }

    private static void most(String field, int count, int most) {
        if (count > most) {
            throw new InvalidMessageException(field, "must not hold more than " + most);
        }
    }

    private static void address(String field, String value) {
        if (!isPage(value)) {
            throw new InvalidMessageException(field, MUST_BE_A_PAGE);
        }
    }

    /// Whether it is the address of a page, or none.
    private static boolean isPage(String value) {
        return value.isEmpty()
                || (value.length() <= LONGEST_URL && URL.matcher(value).matches());
    }
}
