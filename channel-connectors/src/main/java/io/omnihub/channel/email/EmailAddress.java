package io.omnihub.channel.email;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.dom.address.Address;
import org.apache.james.mime4j.dom.address.Group;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;

/// Somebody's address, with the name that stands beside it.
///
/// @param address in small letters
/// @param name    decoded; empty where there is none
record EmailAddress(String address, String name) {

    private static final int MOST = 200;
    private static final int LONGEST = 254;
    private static final int LONGEST_NAME = 200;

    /// Where an encoded word begins, and what stands there while addresses are told apart: words are decoded together,
    /// since one may end within a character.
    private static final String WORD = "=?";

    private static final String HIDDEN = "=\u001a";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9._-]{1,253}");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"(),;:]+@[^\\s@<>\"(),;:]+\\.[^\\s@<>\"(),;:]+");

    /// Reads a header of addresses, as far as it can be read.
    ///
    /// @param raw its bytes, one in each character
    static List<EmailAddress> list(String raw, EmailText text) {
        List<EmailAddress> addresses = new ArrayList<>();
        // The parser reads UTF-8: so it gives back one character for each byte.
        ByteSequence bytes = ContentUtil.encode(StandardCharsets.UTF_8, raw.replace(WORD, HIDDEN));
        for (Address each : LenientAddressParser.DEFAULT.parseAddressList(bytes, new ParserCursor(0, bytes.length()))) {
            switch (each) {
                case Mailbox mailbox -> add(addresses, mailbox, text);
                case Group group -> group.getMailboxes().forEach(mailbox -> add(addresses, mailbox, text));
                default -> {}
            }
        }
        return List.copyOf(addresses);
    }

    private static void add(List<EmailAddress> addresses, Mailbox mailbox, EmailText text) {
        String domain = mailbox.getDomain();
        String local = mailbox.getLocalPart();
        if (domain == null || local == null || addresses.size() >= MOST) {
            return;
        }
        String address = text.header(local + "@" + domain).toLowerCase(Locale.ROOT);
        if (address.length() <= LONGEST && address.chars().noneMatch(Character::isISOControl)) {
            String name = mailbox.getName() == null
                    ? ""
                    : text.header(mailbox.getName().replace(HIDDEN, WORD)).strip();
            addresses.add(new EmailAddress(address, EmailText.cut(name, LONGEST_NAME)));
        }
    }

    /// The other address that stands in its name, as those do who want to be taken for somebody else; empty where the
    /// name has none.
    String claimed() {
        Matcher found = ADDRESS.matcher(name);
        while (found.find()) {
            String claimed = found.group().toLowerCase(Locale.ROOT);
            if (!claimed.equals(address)) {
                return claimed;
            }
        }
        return "";
    }

    /// As mail servers take it: in ASCII and without quotation marks. Nothing for one that can't be written so.
    Optional<EmailAddress> sendable() {
        int at = address.lastIndexOf('@');
        try {
            String plain = address.substring(0, at) + "@" + IDN.toASCII(address.substring(at + 1));
            return PLAIN.matcher(plain).matches() ? Optional.of(new EmailAddress(plain, name)) : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    /// As people write it.
    String written() {
        return name.isEmpty() ? address : name + " <" + address + ">";
    }
}
