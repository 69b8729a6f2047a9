package io.omnihub.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a message of the hub's omnihub.proto: its fields, and how they stand in JSON. The reader and the
/// writer know nothing but this, so what they make of a frame is what its JSON would be.
final class Shape {

    /// The messages that a user's client sends or is sent, each by its name and the number, name and kind of each
    /// field. A kind is
    ///
    /// - `text`, `int`, `long`, `double`, `flag`, `time` or a message: left out with `?` where it is not there, as
    ///   texts, times and messages always are
    /// - `texts`, or a message with `*`: a list, left out where it is empty, but with `!`
    /// - `facts` and `numbers`: maps of texts to these
    /// - `a/b/c`: words for the numbers 1, 2 and 3
    /// - a message behind `|`: one of several, of which a message has one. Its name is its `type`, beside its own
    ///   fields, or in brackets beside it under the same name. Behind it, the kind of the entry.
    ///
    /// Behind the name of a message with several: the `type` of one that is not known here, the field for its
    /// number, and the field in which all of it is.
    private static final String[] TABLE = {
        "ServerFrame: 1 welcome |Welcome, 2 acknowledged |Acknowledged, 3 refused |Refused, 4 busy |Busy,"
                + " 5 entry |(Entry), 6 entries |Entries, 8 typing |TypingOf, 9 presence |PresenceOf,"
                + " 10 heartbeat |Heartbeat, 11 pong |Nothing, 12 error |Error",
        "Welcome: 1 epoch text, 2 time time, 3 heartbeat int, 4 conversation text, 5 last long?, 6 name text,"
                + " 7 largest_frame int, 8 longest_text int",
        "Acknowledged: 1 client_id text, 2 conversation text, 3 sequence long",
        "Refused: 1 client_id text, 2 code text, 3 reason text, 4 field text",
        "Busy: 1 client_id text, 2 retry_after long",
        "Entries: 1 conversation text, 2 entries Entry*!, 3 more flag",
        "TypingOf: 1 conversation text, 2 sender Sender, 3 preview text, 4 note flag?, 5 stopped flag?",
        "PresenceOf: 1 agent text, 2 conversation text, 3 state online/busy/away/offline",
        "Heartbeat: 1 last numbers",
        "Nothing:",
        "Error: 1 code text, 2 reason text, 3 field text",
        "ClientFrame: 1 hello |Hello, 2 send |Send, 4 typing |Typing, 5 read |Read, 10 fetch |Fetch, 11 ping |Nothing",
        "Hello: 1 token text, 2 ticket text, 3 epoch text, 4 after long?",
        "Send: 1 client_id text, 2 parts Content*, 3 reply_to MessageRef",
        "Typing: 1 conversation text, 2 preview text, 3 note flag, 4 stopped flag",
        "Read: 1 conversation text, 2 up_to long",
        "Fetch: 1 conversation text, 2 after long?, 3 before long?, 4 limit int",
        "Entry unknown name change: 1 partition int, 2 position long, 3 tenant text, 4 channel text, 5 inbox text,"
                + " 6 conversation text, 7 sequence long, 8 previous long, 9 visibility everyone/agents,"
                + " 10 direction inbound/outbound, 11 sender Sender, 12 sent_at time, 13 stored_at time, 14 late flag,"
                + " 15 metadata facts, 16 message |Message message.created, 17 edit |Edit message.edited,"
                + " 18 recall |Recall message.recalled, 19 reaction |Reaction reaction.changed,"
                + " 20 receipt |Receipt receipt.recorded, 21 read_mark |ReadMark read.marked,"
                + " 22 contact_change |ContactChange contact.changed, 23 session |SessionChange session.,"
                + " 24 media_stored |MediaStored media.stored, 25 erased |Erased erased",
        "Sender: 1 kind contact/agent/bot/system, 2 id text, 3 name text",
        "MessageRef: 1 external_id text, 2 sequence long",
        "Message: 1 external_id text, 2 parts Content*, 3 reply_to MessageRef",
        "Edit: 1 target MessageRef, 2 parts Content*",
        "Recall: 1 target MessageRef",
        "Reaction: 1 target MessageRef, 2 emoji text, 3 removed flag",
        "Receipt: 1 target MessageRef, 2 state accepted/delivered/read/failed, 3 external_id text, 4 code text,"
                + " 5 reason text, 6 maybe_repeated flag?, 7 more_external_ids texts",
        "ReadMark: 1 up_to MessageRef",
        "ContactChange: 1 name text, 2 locale text, 3 attributes facts",
        "SessionChange: 1 session text, 2 cause opened/reopened/assigned/pended/resolved/labelled,"
                + " 3 status open/pending/resolved, 4 assignee text, 5 labels texts, 6 revision long",
        "MediaStored: 1 target MessageRef, 2 part int, 3 media Media, 4 reason text",
        "Erased: 1 sequence long",
        "Content unsupported kind: 1 text |Text, 2 image |OneMedia, 3 voice |Voice, 4 video |Video, 5 file |OneMedia,"
                + " 6 location |Location, 7 link |Link, 8 card |Card, 9 contact_card |ContactCard,"
                + " 10 sticker |OneMedia, 11 rich_text |RichText, 12 system_event |SystemEvent,"
                + " 13 unsupported |Unsupported",
        "Media: 1 blob text, 2 content_type text, 3 size long, 4 file_name text, 5 external_id text, 6 url text",
        "Text: 1 text text",
        "OneMedia: 1 media Media",
        "Voice: 1 media Media, 2 seconds int, 3 transcript text",
        "Video: 1 media Media, 2 seconds int, 3 thumbnail Media",
        "Location: 1 latitude double?, 2 longitude double?, 3 name text, 4 address text",
        "Link: 1 url text, 2 title text, 3 description text, 4 picture Media",
        "Card: 1 title text, 2 fields Field*, 3 buttons Button*, 4 picture Media, 5 metadata facts",
        "Field: 1 name text, 2 value text",
        "Button: 1 label text, 2 url text, 3 value text",
        "ContactCard: 1 name text, 2 phone text, 3 organisation text",
        "RichText: 1 html text",
        "SystemEvent: 1 event text, 2 data facts",
        "Unsupported: 1 kind text, 2 raw text",
        // What a map is made of.
        "Fact: 1 key text, 2 value text",
        "Number: 1 key text, 2 value long",
    };

    private static final Map<String, Shape> ALL = all();
    static final Shape SERVER_FRAME = named("ServerFrame");
    static final Shape CLIENT_FRAME = named("ClientFrame");

    /// What a message has at a number.
    static final class Field {

        enum Kind {
            TEXT,
            INT,
            LONG,
            DOUBLE,
            FLAG,
            TIME,
            WORD,
            MESSAGE,
            FACTS,
            NUMBERS;

            /// Whether it is a map, whose keys are texts.
            boolean isMap() {
                return this == FACTS || this == NUMBERS;
            }
        }

        final int number;
        /// As in the JSON.
        final String name;

        final Kind kind;
        final List<String> words;
        final boolean isList;
        final boolean isAlternative;
        final boolean isBoxed;
        final String entryKind;
        private final boolean alwaysThere;
        private final String message;

        private Field(String[] words) {
            String told = words[2];
            String plain = told.replaceAll("[|()*!?]", "");
            this.number = Integer.parseInt(words[0]);
            this.isAlternative = told.startsWith("|");
            this.isBoxed = told.endsWith(")");
            this.isList = told.contains("*") || plain.equals("texts");
            this.kind = kind(plain);
            this.words = kind == Kind.WORD ? Arrays.asList(plain.split("/")) : Collections.<String>emptyList();
            this.message = kind == Kind.FACTS ? "Fact" : kind == Kind.NUMBERS ? "Number" : plain;
            this.name = isAlternative ? words[1].replace('_', '-') : camelCase(words[1]);
            this.entryKind = words.length > 3 ? words[3] : "";
            boolean simple = kind == Kind.INT || kind == Kind.LONG || kind == Kind.FLAG || kind == Kind.DOUBLE;
            this.alwaysThere = told.endsWith("!") || kind == Kind.NUMBERS || (simple && !isList && !told.endsWith("?"));
        }

        private static Kind kind(String plain) {
            if (Character.isUpperCase(plain.charAt(0))) {
                return Kind.MESSAGE;
            }
            return plain.indexOf('/') > 0
                    ? Kind.WORD
                    : plain.equals("texts") ? Kind.TEXT : Kind.valueOf(plain.toUpperCase(Locale.ROOT));
        }

        private static String camelCase(String name) {
            StringBuilder camel = new StringBuilder();
            for (String word : name.split("_")) {
                camel.append(camel.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            return camel.toString();
        }

        /// Of a message, or of what a map is made of.
        Shape shape() {
            return named(message);
        }

        /// What stands there where nothing was sent; null where that is left out.
        @Nullable
        Object absent() {
            if (!alwaysThere) {
                return null;
            }
            switch (kind) {
                case FLAG:
                    return false;
                case NUMBERS:
                    return new HashMap<>();
                default:
                    return isList ? new ArrayList<>() : (Object) 0L;
            }
        }
    }

    final List<Field> fields;
    final String later;
    final String laterName;
    final String under;
    private final String name;
    private final Map<Integer, Field> byNumber = new HashMap<>();

    private Shape(String[] head, List<Field> fields) {
        this.name = head[0];
        this.later = head.length > 1 ? head[1] : "";
        this.laterName = head.length > 2 ? head[2] : "";
        this.under = head.length > 3 ? head[3] : "";
        this.fields = fields;
        for (Field field : fields) {
            byNumber.put(field.number, field);
        }
    }

    static Shape named(String name) {
        Shape shape = ALL.get(name);
        if (shape == null) {
            throw new IllegalStateException("no message " + name);
        }
        return shape;
    }

    String name() {
        return name;
    }

    @Nullable
    Field at(int number) {
        return byNumber.get(number);
    }

    /// Whether it is one of several.
    boolean isChoice() {
        return !fields.isEmpty() && fields.get(fields.size() - 1).isAlternative;
    }

    /// The one of several that is called so in JSON; null where there is none.
    @Nullable
    Field alternative(String type) {
        for (Field field : fields) {
            if (field.isAlternative && field.name.equals(type)) {
                return field;
            }
        }
        return null;
    }

    private static Map<String, Shape> all() {
        Map<String, Shape> all = new HashMap<>();
        for (String line : TABLE) {
            String[] halves = line.split(": ?", 2);
            List<Field> fields = new ArrayList<>();
            for (String field : halves[1].isEmpty() ? new String[0] : halves[1].split(", ")) {
                fields.add(new Field(field.split(" ")));
            }
            Shape shape = new Shape(halves[0].split(" "), fields);
            all.put(shape.name, shape);
        }
        return all;
    }
}
