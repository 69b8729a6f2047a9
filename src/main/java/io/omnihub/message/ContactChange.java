package io.omnihub.message;

import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;

/// Something was learnt about the contact.
///
/// @param name       the name to show; empty leaves it as it is
/// @param locale     BCP 47 language tag, made from what other systems write (`zh_CN.UTF-8`); empty, as what is none
///                   becomes, leaves it as it is
/// @param attributes further facts by name; an empty value removes one
public record ContactChange(String name, String locale, Map<String, String> attributes) implements Body, Change {

    /// The attribute by which a platform knows one person in all of its accounts. Contacts of one channel that have it
    /// alike become one; an empty one separates what became one.
    public static final String UNION_ID = "unionId";

    public ContactChange {
        name = Check.shown(name);
        Check.name("name", name);
        Check.optionalId("locale", locale);
        locale = normalised(locale);
        attributes = Check.texts("attributes", attributes);
    }

    private static String normalised(String locale) {
        String language = locale.split("[.@]", 2)[0].strip().replace('_', '-');
        if (language.isEmpty()) {
            return "";
        }
        try {
            return new Locale.Builder().setLanguageTag(language).build().toLanguageTag();
        } catch (IllformedLocaleException _) {
            return "";
        }
    }
}
