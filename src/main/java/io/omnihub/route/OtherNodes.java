package io.omnihub.route;

import io.omnihub.route.RouteHistory.Last;
import io.omnihub.watch.Seen;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What other nodes brought into operation, which this one follows: a newer version holds here too, as long as this
/// node's folder stays at one that came before it, or has none.
final class OtherNodes {

    private static final Logger LOG = LoggerFactory.getLogger(OtherNodes.class);

    private final RouteHistory history;
    private Map<String, Followed> followed = Map.of();
    private final Set<String> lay = new HashSet<>();

    OtherNodes(RouteHistory history) {
        this.history = history;
    }

    /// These lie in this node's folder.
    void see(Collection<String> files) {
        lay.addAll(files);
    }

    /// Finds out, once for each version, which are to be followed: all at once, or none where one of them can't be had
    /// just now.
    ///
    /// @param last  the newest version of each file
    /// @param there what this node's folder holds of a file; empty for nothing
    void ask(Map<String, Last> last, UnaryOperator<String> there) {
        Map<String, Followed> now = new HashMap<>();
        for (Map.Entry<String, Last> each : last.entrySet()) {
            String file = each.getKey();
            Last version = each.getValue();
            if (isAnothers(version)) {
                Followed known = followed.get(file);
                Followed found = known != null && known.number() == version.number()
                        ? known
                        : ask(file, there.apply(file), version);
                if (found == null) {
                    return;
                }
                now.put(file, found);
            }
        }
        followed = now;
    }

    /// @return null where the version is not there any more: there are newer ones, of which it is heard the next time
    private @Nullable Followed ask(String file, String there, Last version) {
        boolean older =
                !there.equals(version.hash()) && (there.isEmpty() || history.knew(file, there, version.number()));
        Seen.Whole whole = null;
        if (older && !version.hash().isEmpty()) {
            byte[] body = version.body() == null
                    ? history.body(file, version.number()).orElse(null)
                    : version.body();
            if (body == null) {
                return null;
            }
            whole = new Seen.Whole(body, version.hash(), version.who());
        }
        if (older) {
            LOG.info(
                    "{} {} by the folder of another node (version {})",
                    file,
                    whole == null ? "is gone" : "has changed",
                    version.number());
        }
        return new Followed(version.number(), older ? there : null, whole);
    }

    private boolean isAnothers(Last version) {
        return !history.node().isEmpty()
                && !version.node().isEmpty()
                && !version.node().equals(history.node());
    }

    /// Whether another node's version holds.
    ///
    /// @param there what this node's folder holds: something new there is the newer wish
    boolean isFollowed(String file, String there) {
        Followed version = followed.get(file);
        return version != null && there.equals(version.there());
    }

    /// The version that holds; nothing where the file is gone.
    Optional<Seen> version(String file) {
        return Optional.ofNullable(followed.get(file)).map(Followed::version);
    }

    /// Whether what this node's folder does not hold was taken out of it. Else it was never there: it lies on another
    /// node, or this folder is not that of before.
    ///
    /// @param ofBefore whether something lies in the folder that ran before this hub began
    boolean mayBeGone(String file, @Nullable Last version, boolean ofBefore) {
        return lay.contains(file)
                || (ofBefore
                        && (history.node().isEmpty()
                                || (version != null && version.node().equals(history.node()))));
    }

    /// @param number  of the version
    /// @param there   what lay in this node's folder when it was found; null where that is newer, or the same
    /// @param version null where the file is gone
    private record Followed(long number, @Nullable String there, Seen.@Nullable Whole version) {}
}
