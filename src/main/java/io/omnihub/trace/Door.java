package io.omnihub.trace;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How something came in, as it goes along with it: one of an event's and an entry's facts, which all versions keep.
///
/// @param trace    a trace context of W3C, or an id alone; empty for none
/// @param received when it came, in milliseconds; 0 where that is not told
/// @param taking   how many milliseconds later it was given to the buffer
public record Door(String trace, long received, long taking) {

    /// The name of the fact.
    public static final String FACT = "hub.door";

    /// By this name clients of ours note what they send, which is an id too.
    private static final String CLIENT = "clientId";

    private static final Pattern CONTEXT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern FORM = Pattern.compile("([0-9a-f-]{0,55})(?:;([0-9a-z]{1,11});([0-9a-z]{1,11}))?");
    private static final Door NONE = new Door("", 0, 0);
    private static final int RADIX = 36;

    /// An event that has so many facts has no room for ours.
    private static final int MOST = 1_000;

    private static final int ID_BEGINS = 3;
    private static final int ID_ENDS = 35;

    /// What facts tell; nothing where they are none of ours.
    public static Door of(Map<String, String> facts) {
        String fact = facts.get(FACT);
        if (fact == null) {
            return NONE;
        }
        var form = FORM.matcher(fact);
        if (!form.matches()) {
            return NONE;
        }
        return form.group(2) == null
                ? new Door(form.group(1), 0, 0)
                : new Door(form.group(1), Long.parseLong(form.group(2), RADIX), Long.parseLong(form.group(3), RADIX));
    }

    /// A header of W3C, where it is one that can be used.
    static String context(String header) {
        boolean good = CONTEXT.matcher(header).matches()
                && !header.startsWith("ff")
                && !header.startsWith("0".repeat(ID_ENDS - ID_BEGINS), ID_BEGINS)
                && !header.startsWith("0".repeat(16), ID_ENDS + 1);
        return good ? header : "";
    }

    /// The context by which another system goes on with the trace; empty where there is none.
    public String context() {
        return context(trace);
    }

    /// By which lines of logs about it are found; empty where there is none.
    public static String id(Map<String, String> facts) {
        String trace = of(facts).trace;
        return trace.isEmpty() ? facts.getOrDefault(CLIENT, "") : idOf(trace);
    }

    static String idOf(String trace) {
        return context(trace).isEmpty() ? trace : trace.substring(ID_BEGINS, ID_ENDS);
    }

    static boolean isSampled(String trace) {
        return trace.endsWith("-01") && !context(trace).isEmpty();
    }

    public Optional<Instant> receivedAt() {
        return received == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(received));
    }

    public Optional<Instant> givenAt() {
        return receivedAt().map(at -> at.plusMillis(taking));
    }

    /// Facts with this one.
    public Map<String, String> in(Map<String, String> facts) {
        String text = received == 0
                ? trace
                : trace + ";" + Long.toString(received, RADIX) + ";" + Long.toString(Math.max(0, taking), RADIX);
        if ((text.isEmpty() || facts.size() >= MOST) && !facts.containsKey(FACT)) {
            return facts;
        }
        Map<String, String> more = new HashMap<>(facts);
        more.put(FACT, text);
        return more;
    }
}
