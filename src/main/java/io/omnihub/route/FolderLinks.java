package io.omnihub.route;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what routes poll within its folder: whoever may lay files there could have the hub read any other file by a
/// link, or write into any other folder. Links of another server are not followed at all, since where they lead can't
/// be seen from here.
final class FolderLinks implements CamelContextConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(FolderLinks.class);

    /// Where Camel moves a file of which nobody has said where.
    private static final String UNNAMED = ".camel";

    /// So many links of a folder are told, each once.
    private static final int MOST_TOLD = 100;

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        camel.getCamelContextExtension().registerEndpointCallback((_, endpoint) -> guarded(endpoint));
        camel.addRoutePolicyFactory((_, _, _) -> new Again());
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        // Endpoints are guarded as they are made.
    }

    private static Endpoint guarded(Endpoint endpoint) {
        if (endpoint instanceof GenericFileEndpoint<?> files) {
            guard(files);
        }
        return endpoint;
    }

    private static <T> void guard(GenericFileEndpoint<T> files) {
        if (!(files.getFilter() instanceof Guard)) {
            files.setFilter(new Guard<>(files, files.getFilter()));
        }
    }

    /// Looks once more before a file is opened: a read lock may have waited for minutes since the folder was looked at.
    private static final class Again extends RoutePolicySupport {

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            Endpoint endpoint =
                    route.getEndpoint() instanceof DelegateEndpoint within ? within.getEndpoint() : route.getEndpoint();
            if (endpoint instanceof GenericFileEndpoint<?> files
                    && files.getFilter() instanceof Guard<?> guard
                    && exchange.getMessage().getBody() instanceof GenericFile<?> file
                    && file.getFile() instanceof File local
                    && guard.leadsOut(local.toPath())) {
                exchange.setException(new IOException(
                        local + " has become a link that leads out of its folder since it was found there"));
                exchange.setRouteStop(true);
            }
        }
    }

    /// @param <T> what a file is at its source
    private static final class Guard<T> implements GenericFileFilter<T> {

        private final GenericFileEndpoint<T> files;
        private final @Nullable GenericFileFilter<T> own;
        private final Set<String> told = new HashSet<>();

        /// @param own the filter that the route names; null for none
        Guard(GenericFileEndpoint<T> files, @Nullable GenericFileFilter<T> own) {
            this.files = files;
            this.own = own;
        }

        @Override
        public boolean accept(GenericFile<T> file) {
            Optional<String> wrong = file.getFile() instanceof File local ? local(local.toPath(), file) : remote(file);
            wrong.ifPresent(what -> tell(file.getAbsoluteFilePath(), what));
            return wrong.isEmpty() && (own == null || own.accept(file));
        }

        /// Once the route has it. What it moved beforehand lies where the route has said.
        boolean leadsOut(Path path) {
            try {
                return files.getPreMove() == null && !path.toRealPath().startsWith(folder().toRealPath());
            } catch (IOException _) {
                // It is gone already.
                return Files.isSymbolicLink(path);
            }
        }

        private Path folder() {
            return Path.of(files.getConfiguration().getDirectory())
                    .toAbsolutePath()
                    .normalize();
        }

        private Optional<String> local(Path path, GenericFile<T> file) {
            Path folder = folder();
            try {
                if (!path.toRealPath().startsWith(folder.toRealPath())) {
                    return Optional.of("it is a link that leads out of its folder, or lies behind one");
                }
                Path real = folder.toRealPath();
                return targets(file).stream()
                        .filter(target -> target.startsWith(folder) && !isWithin(target, real))
                        .findFirst()
                        .map(target -> "it would be moved into " + target + ", a link that leads out of its folder");
            } catch (IOException _) {
                // It is gone already, or was never there.
                return Files.isSymbolicLink(path) ? Optional.of("it is a link that leads nowhere") : Optional.empty();
            }
        }

        /// The folders into which it is moved in the end.
        private List<Path> targets(GenericFile<T> file) {
            List<Path> targets = new ArrayList<>();
            if (files.getMove() == null && !files.isDelete() && !files.isNoop()) {
                targets.add(Path.of(file.getAbsoluteFilePath()).resolveSibling(UNNAMED));
            }
            Stream.of(files.getMove(), files.getPreMove(), files.getMoveFailed())
                    .filter(Objects::nonNull)
                    .map(move -> Path.of(move.evaluate(files.createExchange(file), String.class)))
                    .map(target -> target.toAbsolutePath().normalize().resolveSibling(""))
                    .forEach(targets::add);
            return targets;
        }

        /// @param folder without links
        private static boolean isWithin(Path target, Path folder) {
            Path there = target;
            // What is not there yet is made.
            while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
                there = there.resolveSibling("");
            }
            try {
                return there.toRealPath().startsWith(folder);
            } catch (IOException _) {
                // A link that leads nowhere may lead anywhere the next moment.
                return false;
            }
        }

        /// As the server lists it, which is as `ls -l` does.
        private Optional<String> remote(GenericFile<T> file) {
            if (List.of(file.getFileNameOnly().split("/", -1)).contains("..")) {
                return Optional.of("its name leads out of its folder");
            }
            Object listed = PluginHelper.getBeanIntrospection(files.getCamelContext())
                    .getOrElseProperty(file.getFile(), "longname", "", false);
            return listed instanceof String line && line.startsWith("l")
                    ? Optional.of("it is a link of its server, and where it leads can't be seen")
                    : Optional.empty();
        }

        private synchronized void tell(String file, String what) {
            if (told.size() < MOST_TOLD && told.add(file)) {
                LOG.warn("{} is not read: {} ({})", file, what, URISupport.sanitizeUri(files.getEndpointUri()));
            }
        }
    }
}
