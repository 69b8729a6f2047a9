package io.omnihub.errand;

import java.util.Optional;

/// Names an errand among those of its kind.
///
/// @param lane  what it belongs to, such as a conversation; where the kind keeps order, it keeps it within a lane
/// @param place its place in the lane, such as the sequence of an entry
/// @param part  from 0, where one thing takes several errands
public record ErrandId(String lane, long place, int part) {

    /// Reads what [#toString()] wrote; empty where the text is no such id.
    public static Optional<ErrandId> parse(String text) {
        int part = text.lastIndexOf('.');
        int place = text.lastIndexOf('.', part - 1);
        if (place < 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ErrandId(
                    text.substring(0, place),
                    Long.parseLong(text.substring(place + 1, part)),
                    Integer.parseInt(text.substring(part + 1))));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return lane + "." + place + "." + part;
    }
}
