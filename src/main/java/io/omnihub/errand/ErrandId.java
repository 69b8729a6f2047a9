package io.omnihub.errand;

/// Names an errand among those of its kind.
///
/// @param lane  what it belongs to, such as a conversation; where the kind keeps order, it keeps it within a lane
/// @param place its place in the lane, such as the sequence of an entry
/// @param part  from 0, where one thing takes several errands
public record ErrandId(String lane, long place, int part) {

    @Override
    public String toString() {
        return lane + "." + place + "." + part;
    }
}
