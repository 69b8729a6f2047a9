package io.omnihub.channel.email;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;
import org.jsoup.select.NodeVisitor;

/// The HTML of a mail, made harmless: no style, no script, no form, nothing that loads by itself. A picture of the mail
/// is named by the number of its part (`data-part`), one that lies elsewhere by its address (`data-remote`), which is
/// loaded only for whoever asks for it.
///
/// @param isRich whether it says more than its text
record EmailHtml(String html, boolean isRich) {

    private static final int LONGEST_ADDRESS = 2_000;

    private static final Safelist HARMLESS = new Safelist()
            .addTags("a", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4")
            .addTags("h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub")
            .addTags("sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul")
            .addAttributes("a", "href")
            .addAttributes("td", "colspan", "rowspan")
            .addAttributes("th", "colspan", "rowspan")
            .addAttributes("img", "alt", "data-remote", "data-part")
            .addProtocols("a", "href", "http", "https", "mailto", "tel");

    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "li",
            "tr",
            "table",
            "ul",
            "ol",
            "blockquote",
            "pre",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "dd",
            "dt");

    private static final String TELLING = "img, li, h1, h2, h3, h4, b, strong, em, i, u, pre, code, td + td, th";

    /// @param shown the numbers of the parts that are pictures, by the ids by which the HTML shows them
    static EmailHtml of(String html, Map<String, Integer> shown) {
        Document document = Jsoup.parse(html);
        document.select("script, style, head title, template").remove();
        document.getElementsByAttributeValueMatching("style", "(?i)display\\s*:\\s*none")
                .remove();
        document.select("img").forEach(image -> picture(image, shown));
        Document clean = new Cleaner(HARMLESS).clean(document);
        clean.outputSettings().prettyPrint(false);
        boolean links = clean.select("a[href]").stream()
                .anyMatch(link -> !link.text().isBlank()
                        && !link.attr("href").contains(link.text().strip()));
        return new EmailHtml(
                clean.body().html().strip(), links || !clean.select(TELLING).isEmpty());
    }

    private static void picture(Element image, Map<String, Integer> shown) {
        String source = image.attr("src").strip();
        image.removeAttr("src").removeAttr("data-part").removeAttr("data-remote");
        String lower = source.toLowerCase(Locale.ROOT);
        Integer part = lower.startsWith("cid:") ? shown.get(source.substring(4)) : null;
        // So small a picture is there to see who opens the mail.
        boolean tells = image.attr("width").matches("\\s*[01](px)?\\s*")
                || image.attr("height").matches("\\s*[01](px)?\\s*");
        if (part != null) {
            image.attr("data-part", Integer.toString(part));
        } else if (!tells && source.length() <= LONGEST_ADDRESS && isAddress(source)) {
            image.attr("data-remote", source);
        } else {
            image.remove();
        }
    }

    private static boolean isAddress(String source) {
        try {
            URI address = new URI(source);
            String scheme = address.getScheme();
            return address.getHost() != null && ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// Plain text that only follows, to be shown where somebody asks for it.
    static String quoted(String text) {
        Document page = Document.createShell("");
        page.outputSettings().prettyPrint(false);
        Element quote = page.body().appendElement("blockquote");
        String[] lines = text.split("\\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                quote.appendElement("br");
            }
            quote.appendText(lines[i]);
        }
        return quote.outerHtml();
    }

    /// Its text, in lines, with what it quotes behind `>`.
    static String text(String html) {
        Document document = Jsoup.parse(html);
        document.select("script, style, head, template").remove();
        document.getElementsByAttributeValueMatching("style", "(?i)display\\s*:\\s*none")
                .remove();
        Lines lines = new Lines();
        document.body().traverse(lines);
        return lines.text();
    }

    /// Gathers text, a line for each block.
    private static final class Lines implements NodeVisitor {

        private final StringBuilder text = new StringBuilder();
        private final StringBuilder line = new StringBuilder();
        private int quoted;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                line.append(words.getWholeText().replaceAll("[\\s\\u00a0]+", " "));
            } else if (node instanceof Element element) {
                String name = element.normalName();
                if (name.equals("br") || BLOCKS.contains(name)) {
                    end(name.equals("br"));
                }
                if (name.equals("blockquote")) {
                    quoted++;
                }
                if (name.equals("li")) {
                    line.append("- ");
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                String name = element.normalName();
                if (BLOCKS.contains(name)) {
                    end(false);
                }
                if (name.equals("blockquote")) {
                    quoted--;
                }
                if (name.equals("p")) {
                    end(true);
                }
                if (name.equals("td") || name.equals("th")) {
                    line.append("  ");
                }
            }
        }

        private void end(boolean empty) {
            String words = line.toString().strip();
            line.setLength(0);
            if (!words.isEmpty() || empty) {
                text.append(quoted > 0 ? "> " : "").append(words).append('\n');
            }
        }

        private String text() {
            end(false);
            return text.toString().replaceAll("\\n{3,}", "\n\n").strip();
        }
    }
}
