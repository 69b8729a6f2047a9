package io.omnihub.route;

import java.time.Instant;
import java.util.Locale;

/// A version of a route file that was in operation.
///
/// @param number counted for each file from 1
/// @param hash   of its bytes; empty where the file was gone
/// @param what   what brought it
/// @param who    the file's owner, or whoever went back to it
public record RouteVersion(String file, long number, String hash, What what, String who, Instant at) {

    /// What brought a version into operation.
    public enum What {
        /// It lay in the folder.
        CAME,
        /// Somebody went back to it.
        ROLLED_BACK,
        /// The file was deleted.
        GONE;

        String stored() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static What of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
