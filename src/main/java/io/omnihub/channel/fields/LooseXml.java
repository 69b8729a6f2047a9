package io.omnihub.channel.fields;

import io.omnihub.channel.MalformedMessageException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a message that is no well-formed XML. Platforms write what customers say into CDATA sections as it is, with
/// whatever that ends or begins: `<Content><![CDATA[<b><![CDATA[1]]></b>]]></Content>`.
///
/// A CDATA section ends where its element ends for the last time, so that nothing a customer writes becomes an element
/// beside it. Those of the envelope come before all that customers write, and end for the first time; the caller
/// refuses two of them that differ.
final class LooseXml {

    private static final Pattern PROLOG = Pattern.compile("\\s*(<\\?xml[^>]*\\?>)?\\s*");
    private static final Pattern START = Pattern.compile("<([A-Za-z_][A-Za-z0-9_.-]*)\\s*(/?)>");
    private static final Pattern REFERENCE = Pattern.compile("&(?:(amp|lt|gt|quot|apos)|#(x?)([0-9A-Fa-f]{1,8}));");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");
    private static final String CDATA = "<![CDATA[";
    private static final String CDATA_END = "]]>";

    private final String xml;
    private final Set<String> envelope;
    private final FlatFields fields = new FlatFields();

    private LooseXml(String xml, Set<String> envelope) {
        this.xml = xml;
        this.envelope = envelope;
    }

    /// @throws MalformedMessageException where even that makes no sense of it
    static FlatFields read(String xml, Set<String> envelope) {
        LooseXml loose = new LooseXml(xml, envelope);
        Matcher prolog = PROLOG.matcher(xml);
        int begin = prolog.lookingAt() ? prolog.end() : 0;
        Matcher root = loose.start(begin, xml.length());
        int end = xml.lastIndexOf("</" + root.group(1) + ">");
        if (end < root.end() || !xml.substring(xml.indexOf('>', end) + 1).isBlank()) {
            throw malformed();
        }
        loose.elements(root.end(), end, "", 1);
        return loose.fields;
    }

    private void elements(int begin, int end, String parent, int depth) {
        int at = blank(begin, end);
        while (at < end) {
            Matcher start = start(at, end);
            String path = fields.path(parent, start.group(1), depth);
            at = start.group(2).isEmpty() ? element(start, end, path, depth) : start.end();
            at = blank(at, end);
        }
    }

    /// @return where the element ends
    private int element(Matcher start, int end, String path, int depth) {
        String name = start.group(1);
        String close = "</" + name + ">";
        int begin = blank(start.end(), end);
        boolean cdata = xml.startsWith(CDATA, begin);
        boolean nested = !cdata && xml.startsWith("<", begin) && !xml.startsWith(close, begin);
        boolean last = (cdata && !envelope.contains(name)) || nested;
        int closing = last ? xml.lastIndexOf(close, end - close.length()) : xml.indexOf(close, start.end());
        if (closing < start.end() || closing + close.length() > end) {
            throw malformed();
        }
        if (nested) {
            elements(begin, closing, path, depth + 1);
        } else {
            String inner = xml.substring(start.end(), closing);
            fields.put(path, cdata ? section(inner.strip()) : text(inner));
        }
        return closing + close.length();
    }

    private static String section(String inner) {
        if (!inner.endsWith(CDATA_END) || inner.length() < CDATA.length() + CDATA_END.length()) {
            throw malformed();
        }
        return inner.substring(CDATA.length(), inner.length() - CDATA_END.length());
    }

    /// References that name nothing stay as they are.
    private static String text(String inner) {
        return REFERENCE
                .matcher(inner)
                .replaceAll(reference -> Matcher.quoteReplacement(
                        reference.group(1) == null
                                ? character(
                                        reference.group(3), reference.group(2).isEmpty() ? 10 : 16)
                                : NAMED.get(reference.group(1))));
    }

    private static String character(String digits, int radix) {
        try {
            int codePoint = Integer.parseInt(digits, radix);
            return LegalText.isLegal(codePoint) ? Character.toString(codePoint) : "";
        } catch (NumberFormatException _) {
            return "";
        }
    }

    private Matcher start(int at, int end) {
        Matcher start = START.matcher(xml).region(at, end);
        if (!start.lookingAt()) {
            throw malformed();
        }
        return start;
    }

    private int blank(int at, int end) {
        int first = at;
        while (first < end && Character.isWhitespace(xml.charAt(first))) {
            first++;
        }
        return first;
    }

    private static MalformedMessageException malformed() {
        return new MalformedMessageException("the message is no well-formed XML", null);
    }
}
