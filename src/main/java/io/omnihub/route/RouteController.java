package io.omnihub.route;

import io.omnihub.identity.Caller;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.web.Items;
import io.omnihub.web.Params;
import io.omnihub.web.ProblemException;
import io.omnihub.web.ProblemType;
import io.omnihub.yaml.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Tells what became of the route files. They belong to the installation, not to a tenant.
@RestController
@RequestMapping("/api/v1/routes")
@Tag(name = "Routes")
final class RouteController {

    private final RouteFiles files;
    private final RouteLoading loading;

    RouteController(RouteFiles files, RouteLoading loading) {
        this.files = files;
        this.loading = loading;
    }

    @GetMapping
    @Operation(summary = "Lists the route files, what runs of them, and why others were refused")
    Items<RouteFileView> list() {
        return new Items<>(files.statuses().stream().map(RouteFileView::of).toList());
    }

    @PostMapping("/activate")
    @Operation(
            summary = "Brings what lies in the folder of routes into operation at once",
            description = "Nobody needs to: it is looked at again and again. Lists the files as they are then.")
    Items<RouteFileView> activate(@AuthenticationPrincipal Caller caller) {
        loading.activate(caller.who());
        return list();
    }

    @PostMapping("/check")
    @Operation(
            summary = "Tells what would be wrong with a route file",
            description = "It is checked together with the files that run, and used for nothing.")
    Items<FindingView> check(@RequestBody CheckRequest request) {
        if (request.file() == null) {
            throw new InvalidMessageException("file", "must be given");
        }
        if (request.text() == null) {
            throw new InvalidMessageException("text", "must be given");
        }
        return new Items<>(files.check(request.file(), request.text().getBytes(StandardCharsets.UTF_8)).stream()
                .map(FindingView::of)
                .toList());
    }

    @PostMapping("/{file}/trial")
    @Operation(
            summary = "Runs a route file on its samples, without touching the outside",
            description = "Tells where what reaches the hub is not what the sample expects; nothing where all is well.")
    Items<FindingView> attempt(@PathVariable String file) {
        return tried(file);
    }

    @PostMapping("/mappings/{file}/trial")
    @Operation(summary = "Runs the routes that a mapping or a table is for on their samples")
    Items<FindingView> attemptMapping(@PathVariable String file) {
        return tried(RouteFile.MAPPINGS + file);
    }

    private Items<FindingView> tried(String file) {
        try {
            List<Problem> found = files.attemptAlone(file)
                    .orElseThrow(() -> new ProblemException(ProblemType.WRONG_STATUS, "Another trial runs just now."));
            return new Items<>(found.stream().map(FindingView::of).toList());
        } catch (NoSuchElementException _) {
            throw ProblemException.notFound();
        }
    }

    @GetMapping("/{file}/versions")
    @Operation(summary = "Lists the versions of a route file that were in operation, the newest first")
    Items<VersionView> versions(@PathVariable String file) {
        return told(file);
    }

    @GetMapping("/mappings/{file}/versions")
    @Operation(summary = "Lists the versions of a mapping or a table that were in operation, the newest first")
    Items<VersionView> versionsOfMapping(@PathVariable String file) {
        return told(RouteFile.MAPPINGS + file);
    }

    private Items<VersionView> told(String file) {
        return new Items<>(loading.versions(file).stream().map(VersionView::of).toList());
    }

    @PostMapping("/{file}/rollback")
    @Operation(
            summary = "Brings a former version of a route file back into operation",
            description = "It outlasts a start of the hub, and ends when another version is put into the folder.")
    RouteFileView rollBack(
            @AuthenticationPrincipal Caller caller, @PathVariable String file, @RequestBody RollbackRequest request) {
        return backTo(file, request.version(), caller);
    }

    @PostMapping("/mappings/{file}/rollback")
    @Operation(summary = "Brings a former version of a mapping or a table back into operation")
    RouteFileView rollBackMapping(
            @AuthenticationPrincipal Caller caller, @PathVariable String file, @RequestBody RollbackRequest request) {
        return backTo(RouteFile.MAPPINGS + file, request.version(), caller);
    }

    private RouteFileView backTo(String file, long version, Caller caller) {
        List<Problem> findings;
        try {
            findings = loading.rollBack(file, version, caller.who());
        } catch (NoSuchElementException _) {
            throw ProblemException.notFound();
        }
        if (!findings.isEmpty()) {
            throw new ProblemException(
                    ProblemType.WRONG_STATUS, "The version can't be used: " + findings.getFirst() + ".");
        }
        return RouteFileView.of(files.status(file).orElseThrow(ProblemException::notFound));
    }

    @DeleteMapping("/{file}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Ends, on all nodes, a route file that came by a node which is no more",
            description = "One that lies in the folder of the node that is asked is refused: it is taken out of there.")
    void remove(@AuthenticationPrincipal Caller caller, @PathVariable String file) {
        end(file, caller);
    }

    @DeleteMapping("/mappings/{file}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Ends, on all nodes, a mapping or a table that came by a node which is no more")
    void removeMapping(@AuthenticationPrincipal Caller caller, @PathVariable String file) {
        end(RouteFile.MAPPINGS + file, caller);
    }

    private void end(String file, Caller caller) {
        try {
            loading.remove(file, caller.who());
        } catch (NoSuchElementException _) {
            throw ProblemException.notFound();
        } catch (IllegalStateException e) {
            throw new ProblemException(ProblemType.WRONG_STATUS, e.getMessage() + ".");
        }
    }

    /// @param file its name, as `shop.camel.yaml`
    record CheckRequest(@Nullable String file, @Nullable String text) {}

    /// @param version the number of it
    record RollbackRequest(long version) {}

    /// A version of a route file as the API shows it.
    ///
    /// @param hash empty where the file was gone
    /// @param what came, rolled-back or gone
    record VersionView(
            long version,
            String hash,

            @Schema(implementation = RouteVersion.What.class)
            String what,

            String who,
            Instant at) {

        static VersionView of(RouteVersion version) {
            return new VersionView(
                    version.number(), version.hash(), Params.name(version.what()), version.who(), version.at());
        }
    }

    /// A route file as the API shows it.
    ///
    /// @param hash of the version that runs; null where none does
    record RouteFileView(
            String file,

            @Schema(implementation = RouteStatus.State.class)
            String state,

            @Nullable String hash,
            List<String> routes,
            List<FindingView> findings,
            Instant since) {

        static RouteFileView of(RouteStatus status) {
            return new RouteFileView(
                    status.file(),
                    Params.name(status.state()),
                    status.hash(),
                    status.routes(),
                    status.findings().stream().map(FindingView::of).toList(),
                    status.since());
        }
    }

    /// @param line counted from 1; 0 where it is about the whole file
    record FindingView(String file, int line, String problem) {

        static FindingView of(Problem finding) {
            return new FindingView(finding.file(), finding.line(), finding.reason());
        }
    }
}
