package io.omnihub.channel;

import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The longest text that a platform takes in one message, counted as the platform counts.
public final class TextLimit {

    private static final String NONE = "none";

    private final int most;
    private final Unit unit;

    private TextLimit(int most, Unit unit) {
        this.most = most;
        this.unit = unit;
    }

    /// Counted in bytes of UTF-8.
    ///
    /// @param most at least 4, the bytes of the largest character
    public static TextLimit ofBytes(int most) {
        if (most < 4) {
            throw new IllegalArgumentException("a text must have room for a character");
        }
        return new TextLimit(most, Unit.BYTES);
    }

    /// Counted in characters of Unicode.
    ///
    /// @param most at least 1
    public static TextLimit ofCharacters(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a text must have room for a character");
        }
        return new TextLimit(most, Unit.CHARACTERS);
    }

    /// Counted in units of UTF-16, as Java and JavaScript count.
    ///
    /// @param most at least 2, the units of the largest character
    public static TextLimit ofUtf16(int most) {
        if (most < 2) {
            throw new IllegalArgumentException("a text must have room for a character");
        }
        return new TextLimit(most, Unit.UTF16);
    }

    /// A limit in one word, which [#read] reads.
    ///
    /// @param limit null for none
    public static String write(@Nullable TextLimit limit) {
        return limit == null ? NONE : limit.most + "-" + limit.unit.name().toLowerCase(Locale.ROOT);
    }

    /// @param written as [#write] wrote it
    /// @return null for none
    public static @Nullable TextLimit read(String written) {
        int dash = written.indexOf('-');
        return written.equals(NONE)
                ? null
                : new TextLimit(
                        Integer.parseInt(written.substring(0, dash)),
                        Unit.valueOf(written.substring(dash + 1).toUpperCase(Locale.ROOT)));
    }

    public int most() {
        return most;
    }

    public Unit unit() {
        return unit;
    }

    /// The text in pieces that each fit, and that joined are the text again. It is cut behind a line or a word where
    /// one ends in a piece's second half, else between what people see as characters.
    public List<String> pieces(String text) {
        if (unit.size(text) <= most) {
            return List.of(text);
        }
        List<String> pieces = new ArrayList<>();
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int begin = 0;
        while (begin < text.length()) {
            int end = end(text, begin, characters);
            pieces.add(text.substring(begin, end));
            begin = end;
        }
        return List.copyOf(pieces);
    }

    private int end(String text, int begin, BreakIterator characters) {
        int used = 0;
        int end = begin;
        int afterLine = begin;
        int afterWord = begin;
        for (int next = characters.following(begin); next != BreakIterator.DONE; next = characters.next()) {
            String character = text.substring(end, next);
            used += unit.size(character);
            if (used > most) {
                break;
            }
            end = next;
            if (character.equals("\n")) {
                afterLine = end;
            } else if (Character.isWhitespace(character.codePointAt(0))) {
                afterWord = end;
            }
            if (end == text.length()) {
                return end;
            }
        }
        if (end == begin) {
            return withinCharacter(text, begin);
        }
        int half = begin + (end - begin) / 2;
        if (afterLine > half) {
            return afterLine;
        }
        return afterWord > half ? afterWord : end;
    }

    /// What people see as one character may be longer than any limit, being a letter under hundreds of marks.
    private int withinCharacter(String text, int begin) {
        int used = 0;
        int end = begin;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            used += unit.size(text.substring(end, next));
            if (used > most) {
                return end;
            }
            end = next;
        }
        return end;
    }

    /// What a platform counts.
    public enum Unit {
        BYTES {
            @Override
            int size(String text) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        },
        CHARACTERS {
            @Override
            int size(String text) {
                return text.codePointCount(0, text.length());
            }
        },
        UTF16 {
            @Override
            int size(String text) {
                return text.length();
            }
        };

        abstract int size(String text);
    }
}
