package io.omnihub.channel.steps;

import io.omnihub.channel.callback.CallbackRequest;

/// Where a call says something: in a header or a parameter of its address.
record Place(boolean header, String name) {

    static Place of(String option, String text) {
        int colon = text.indexOf(':');
        String where = colon < 0 ? "" : text.substring(0, colon);
        if (colon < 0 || colon == text.length() - 1 || !(where.equals("header") || where.equals("query"))) {
            throw new IllegalArgumentException(option + " must be header:<name> or query:<name>");
        }
        return new Place(where.equals("header"), text.substring(colon + 1));
    }

    /// @return empty where it says nothing
    String in(CallbackRequest request) {
        return header ? request.header(name) : request.query().get(name);
    }
}
