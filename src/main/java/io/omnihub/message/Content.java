package io.omnihub.message;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one part of a message holds. Texts that are not known are empty, never null.
public sealed interface Content {

    /// Bytes in UTF-8 of the longest text that a part takes; what is longer is a file.
    int LONGEST_TEXT = Check.LONGEST_TEXT;

    /// Plain text.
    record Text(String text) implements Content {
        public Text {
            Check.someText("text", text);
        }
    }

    /// A picture.
    record Image(Media media) implements Content {}

    /// A spoken message.
    ///
    /// @param seconds    its length; 0 where unknown
    /// @param transcript what was said, where the platform recognised it
    record Voice(Media media, int seconds, String transcript) implements Content {
        public Voice {
            Check.notNegative("seconds", seconds);
            Check.text("transcript", transcript);
        }
    }

    /// A film.
    ///
    /// @param seconds   its length; 0 where unknown
    /// @param thumbnail a still picture of it, where there is one
    record Video(Media media, int seconds, @Nullable Media thumbnail) implements Content {
        public Video {
            Check.notNegative("seconds", seconds);
        }
    }

    /// A file of any kind.
    record File(Media media) implements Content {}

    /// A place.
    ///
    /// @param latitude  degrees north, −90 to 90
    /// @param longitude degrees east, −180 to 180
    record Location(double latitude, double longitude, String name, String address) implements Content {
        public Location {
            Check.range("latitude", latitude, -90, 90);
            Check.range("longitude", longitude, -180, 180);
            Check.text("name", name);
            Check.text("address", address);
        }
    }

    /// A link with its preview.
    record Link(
            String url,
            String title,
            String description,
            @Nullable Media picture) implements Content {
        public Link {
            Check.someText("url", url);
            Check.text("title", title);
            Check.text("description", description);
        }
    }

    /// A thing shown with its facts: an order, a product, a shipment.
    ///
    /// @param metadata what a platform's own form of the card needs, by name; [#TEMPLATE] is one for all platforms
    record Card(
            String title,
            List<Field> fields,
            List<Button> buttons,
            @Nullable Media picture,
            Map<String, String> metadata)
            implements Content {

        /// Names a message that the platform has approved, into which the fields are put. Platforms take those also
        /// when they take no reply.
        public static final String TEMPLATE = "template";

        /// Names the record that a card of the hub's own shows, by its id.
        public static final String RECORD = "record";

        /// Names which of the record's changes it shows, by the number.
        public static final String CHANGE = "change";

        public Card {
            Check.someText("title", title);
            fields = Check.lines("fields", fields);
            buttons = Check.lines("buttons", buttons);
            metadata = Check.texts("metadata", metadata);
        }

        /// One that is a card and nothing more.
        public Card(String title, List<Field> fields, List<Button> buttons, @Nullable Media picture) {
            this(title, fields, buttons, picture, Map.of());
        }

        /// Whether it is to be put into a form that the platform has approved.
        public boolean hasTemplate() {
            return metadata.containsKey(TEMPLATE);
        }

        /// One line of a card.
        public record Field(String name, String value) {
            public Field {
                Check.text("name", name);
                Check.text("value", value);
            }
        }

        /// A button of a card, leading to a page or telling us that it was pressed.
        ///
        /// @param url   the page; empty for none
        /// @param value what comes back in the event `card-click` when it is pressed; empty where nothing does
        public record Button(String label, String url, String value) {
            public Button {
                Check.someText("label", label);
                Check.text("url", url);
                Check.optionalId("value", value);
            }

            /// One that leads to a page.
            public Button(String label, String url) {
                this(label, url, "");
            }
        }
    }

    /// A person's address card.
    record ContactCard(String name, String phone, String organisation) implements Content {
        public ContactCard {
            Check.someText("name", name);
            Check.text("phone", phone);
            Check.text("organisation", organisation);
        }
    }

    /// A sticker or emoticon picture.
    record Sticker(Media media) implements Content {}

    /// Formatted text, already sanitised.
    record RichText(String html) implements Content {
        public RichText {
            Check.someText("html", html);
        }
    }

    /// Something the contact did rather than said.
    ///
    /// @param event what: `follow`, `unfollow`, `enter`, `scan`, `menu-click`, `menu-view` …
    /// @param data  its details by name
    record SystemEvent(String event, Map<String, String> data) implements Content {

        /// A button of a card was pressed.
        public static final String CARD_CLICK = "card-click";

        public SystemEvent {
            Check.slug("event", event);
            data = Check.texts("data", data);
        }
    }

    /// Something this hub has no content for; the agent sees its kind in a plain sentence.
    ///
    /// @param kind the platform's name of the type
    /// @param raw  the part as received
    record Unsupported(String kind, String raw) implements Content {
        public Unsupported {
            Check.text("kind", kind);
            Check.text("raw", raw);
        }
    }
}
