package io.omnihub.route;

import io.omnihub.web.Items;
import io.omnihub.web.Params;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells what became of the route files. They belong to the installation, not to a tenant.
@RestController
@RequestMapping("/api/v1/routes")
@Tag(name = "Routes")
final class RouteController {

    private final RouteFiles files;

    RouteController(RouteFiles files) {
        this.files = files;
    }

    @GetMapping
    @Operation(summary = "Lists the route files, what runs of them, and why others were refused")
    Items<RouteFileView> list() {
        return new Items<>(files.statuses().stream().map(RouteFileView::of).toList());
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

        static FindingView of(Finding finding) {
            return new FindingView(finding.file(), finding.line(), finding.problem());
        }
    }
}
