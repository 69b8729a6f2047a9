package io.omnihub.message;

import java.util.Map;

/// Something was learnt about the contact.
///
/// @param name       the name to show; empty leaves it as it is
/// @param locale     BCP 47 language tag; empty leaves it as it is
/// @param attributes further facts by name; an empty value removes one
public record ContactChange(String name, String locale, Map<String, String> attributes) implements Body, Change {

    public ContactChange {
        Check.name("name", name);
        Check.optionalId("locale", locale);
        attributes = Check.texts("attributes", attributes);
    }
}
