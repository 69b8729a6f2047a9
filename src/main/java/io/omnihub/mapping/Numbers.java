package io.omnihub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.schibsted.spt.data.jslt.Function;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.ParsePosition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How foreign systems write numbers, and in which unit.
final class Numbers {

    private Numbers() {}

    /// The functions of one declared form: `name()` reads it, `to-name()` writes it.
    static List<Function> compile(String name, Yaml yaml) {
        Map<String, Yaml> keys =
                yaml.isScalar() ? Map.of("pattern", yaml) : yaml.map(Set.of("pattern", "locale", "factor"));
        Locale locale = Times.locale(keys.get("locale"));
        BigDecimal factor = factor(keys.get("factor"));
        try {
            String pattern = Yaml.text(keys.get("pattern"), "0.##########");
            DecimalFormat form = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale));
            form.setParseBigDecimal(true);
            return List.of(
                    Fn.of(name, node -> Functions.of(read(form, node).multiply(factor))),
                    Fn.of(
                            "to-" + name,
                            node -> Nodes.of(
                                    own(form).format(Nodes.decimal(node).divide(factor, MathContext.DECIMAL128)))));
        } catch (IllegalArgumentException e) {
            yaml.wrong("is no pattern of a number: " + e.getMessage());
            return List.of();
        }
    }

    private static BigDecimal factor(@Nullable Yaml yaml) {
        if (yaml == null) {
            return BigDecimal.ONE;
        }
        try {
            BigDecimal factor = Nodes.decimal(Nodes.of(yaml.text()));
            if (factor.signum() != 0) {
                return factor;
            }
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        yaml.wrong("must be a number other than 0");
        return BigDecimal.ONE;
    }

    private static BigDecimal read(DecimalFormat form, JsonNode node) {
        if (node.isNumber()) {
            return Nodes.decimal(node);
        }
        String text = Nodes.text(node).strip();
        ParsePosition position = new ParsePosition(0);
        if (text.length() <= 100
                && own(form).parse(text, position) instanceof BigDecimal number
                && position.getIndex() == text.length()) {
            return Nodes.decimal(DecimalNode.valueOf(number));
        }
        throw new IllegalArgumentException("must be a number of the declared pattern");
    }

    /// A format is for one thread at a time.
    private static DecimalFormat own(DecimalFormat form) {
        return (DecimalFormat) form.clone();
    }
}
