package io.omnihub.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// To whom else a reply goes, where its channel sends copies, as e-mail does.
///
/// @param cc  addresses that all who get it see
/// @param bcc addresses that nobody else learns
public record Copies(List<String> cc, List<String> bcc) {

    /// Under which names an entry's metadata tell of them, and of those of a mail that came in.
    public static final String CC = "cc";
    public static final String BCC = "bcc";

    public static final Copies NONE = new Copies(List.of(), List.of());

    /// Of both together.
    public static final int MOST = 50;

    /// The longest address of a mailbox (RFC 5321, 4.5.3.1: 64 before the @, 255 behind it).
    private static final int LONGEST = 320;

    /// Only what could be taken for more than one address, for a name, or for more of a header is refused: which
    /// addresses there are knows the mail server.
    private static final Pattern ADDRESS =
            Pattern.compile("[^@\\s\\p{Cntrl}<>,;:\"()\\[\\]\\\\]+@[^@\\s\\p{Cntrl}<>,;:\"()\\[\\]\\\\]+");

    private static final String BETWEEN = ", ";

    public Copies {
        cc = addresses(CC, cc);
        bcc = addresses(BCC, bcc);
        if (cc.size() + bcc.size() > MOST) {
            throw new InvalidMessageException(
                    CC, "must not be more than " + MOST + " addresses, those in bcc among them");
        }
    }

    public boolean isEmpty() {
        return cc.isEmpty() && bcc.isEmpty();
    }

    /// As an entry's metadata tell of them.
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!cc.isEmpty()) {
            facts.put(CC, String.join(BETWEEN, cc));
        }
        if (!bcc.isEmpty()) {
            facts.put(BCC, String.join(BETWEEN, bcc));
        }
        return facts;
    }

    /// Those that the metadata of a reply's entry tell of.
    public static Copies of(Map<String, String> facts) {
        return new Copies(list(facts.get(CC)), list(facts.get(BCC)));
    }

    private static List<String> list(@Nullable String joined) {
        return joined == null ? List.of() : List.of(joined.split(BETWEEN));
    }

    private static List<String> addresses(String field, List<String> addresses) {
        List<String> checked = Check.ids(field, addresses, MOST);
        for (String address : checked) {
            if (address.length() > LONGEST || !ADDRESS.matcher(address).matches()) {
                throw new InvalidMessageException(field, "must be addresses such as name@example.com, without names");
            }
        }
        return checked.stream().distinct().toList();
    }
}
