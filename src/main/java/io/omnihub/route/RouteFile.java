package io.omnihub.route;

import io.omnihub.watch.Seen;

/// One version of a route file.
///
/// @param name  its path in the folder of routes
/// @param hash  SHA-256 of its bytes
/// @param owner the account that it belongs to
/// @param parts what stands in it
@SuppressWarnings("ArrayRecordComponent")
record RouteFile(String name, byte[] bytes, String hash, String owner, RouteParts parts) {

    static final String SUFFIX = ".camel.yaml";

    static RouteFile read(String name, Seen.Whole whole) throws RefusedException {
        return new RouteFile(name, whole.bytes(), whole.hash(), whole.owner(), new RouteReader(name).read(whole));
    }
}
