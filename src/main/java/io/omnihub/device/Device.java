package io.omnihub.device;

import io.omnihub.message.ConversationId;
import io.omnihub.message.InboxId;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.regex.Pattern;

/// An app of a visitor, on one device, that can be woken.
///
/// @param inbox        the site's
/// @param conversation the visitor's, by which the visitor is known here
/// @param id           the app's own name of the device
/// @param kind         by what it is woken: a kind that the site names
/// @param token        by which that knows the device
/// @param app          which app it is, for what knows several; empty where it needs no name
/// @param locale       BCP 47 language tag of what is shown; empty where unknown
record Device(
        TenantId tenant,
        InboxId inbox,
        ConversationId conversation,
        String id,
        String kind,
        String token,
        String app,
        String locale) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{16,64}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");
    private static final Pattern APP = Pattern.compile("[A-Za-z0-9._-]{0,155}");
    private static final int LONGEST_LOCALE = 35;

    Device {
        check("id", ID, id, "must be 16 to 64 letters, digits and dashes");
        check("token", TOKEN, token, "must be 1 to 4096 visible characters of ASCII");
        check("app", APP, app, "must be up to 155 letters, digits, dots, dashes and underscores");
        locale = normalised(locale);
    }

    private static void check(String field, Pattern pattern, String value, String problem) {
        if (!pattern.matcher(value).matches()) {
            throw new InvalidMessageException(field, problem);
        }
    }

    private static String normalised(String locale) {
        String tag = locale.strip().replace('_', '-');
        if (tag.length() > LONGEST_LOCALE) {
            throw new InvalidMessageException("locale", "must be a language tag such as zh-CN");
        }
        try {
            return tag.isEmpty()
                    ? ""
                    : new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
        } catch (IllformedLocaleException _) {
            throw new InvalidMessageException("locale", "must be a language tag such as zh-CN");
        }
    }

    /// Its lane in the ledger of errands.
    String lane() {
        return lane(conversation, id);
    }

    static String lane(ConversationId conversation, String id) {
        return conversation.value() + "/" + id;
    }

    /// Tells its token from others.
    String print() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    boolean isIn(String language) {
        return Locale.forLanguageTag(locale).getLanguage().equals(language);
    }

    /// Without the token.
    @Override
    public String toString() {
        return "Device[" + lane() + ", " + kind + "]";
    }
}
