package io.omnihub.channel;

import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/// The longest text that a platform takes in one message, counted as the platform counts.
public final class TextLimit {

    private final int most;
    private final ToIntFunction<String> size;

    private TextLimit(int most, ToIntFunction<String> size) {
        this.most = most;
        this.size = size;
    }

    /// Counted in bytes of UTF-8.
    ///
    /// @param most at least 4, the bytes of the largest character
    public static TextLimit ofBytes(int most) {
        if (most < 4) {
            throw new IllegalArgumentException("a text must have room for a character");
        }
        return new TextLimit(most, text -> text.getBytes(StandardCharsets.UTF_8).length);
    }

    /// The text in pieces that each fit, and that joined are the text again. It is cut behind a line or a word where
    /// one ends in a piece's second half, else between what people see as characters.
    public List<String> pieces(String text) {
        if (text.length() <= most && size.applyAsInt(text) <= most) {
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
            used += size.applyAsInt(character);
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
            used += size.applyAsInt(text.substring(end, next));
            if (used > most) {
                return end;
            }
            end = next;
        }
        return end;
    }
}
