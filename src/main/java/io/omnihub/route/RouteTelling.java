package io.omnihub.route;

import io.omnihub.control.Command;
import io.omnihub.control.RefusedException;
import io.omnihub.yaml.Problem;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `bin/omnihub routes` asks of the running hub.
final class RouteTelling implements Command {

    /// Who calls.
    private static final String SHELL = "bin/omnihub";

    private final RouteFiles files;
    private final RouteLoading loading;

    RouteTelling(RouteFiles files, RouteLoading loading) {
        this.files = files;
        this.loading = loading;
    }

    @Override
    public String name() {
        return RoutesCommand.NAME;
    }

    @Override
    public String run(String argument) {
        String[] words = argument.split(" ", -1);
        return switch (words[0] + " " + words.length) {
            case "status 1" -> status();
            case "activate 1" -> {
                loading.activate(SHELL);
                yield status();
            }
            case "versions 2" ->
                lines(loading.versions(words[1]).stream()
                        .map(version -> version.number() + " " + version.what().stored() + " " + version.at() + " "
                                + version.who() + " " + version.hash()));
            case "remove 2" -> remove(words[1]);
            case "rollback 3" -> rollBack(words[1], words[2]);
            default -> throw new RefusedException(RoutesCommand.USAGE);
        };
    }

    private String rollBack(String file, String version) {
        if (!version.matches("\\d{1,9}")) {
            throw new RefusedException(version + " is no number of a version");
        }
        try {
            List<Problem> findings = loading.rollBack(file, Long.parseLong(version), SHELL);
            if (!findings.isEmpty()) {
                throw new RefusedException("the version can't be used: " + findings.getFirst());
            }
            return file + " is what it was in version " + version;
        } catch (NoSuchElementException _) {
            throw new RefusedException("there is no version " + version + " of " + file);
        }
    }

    private String remove(String file) {
        try {
            loading.remove(file, SHELL);
            return file + " is removed, on all nodes within five seconds";
        } catch (NoSuchElementException _) {
            throw new RefusedException("there is no file " + file);
        } catch (IllegalStateException e) {
            throw new RefusedException(Objects.toString(e.getMessage(), ""));
        }
    }

    private String status() {
        return lines(files.statuses().stream()
                .flatMap(status -> Stream.concat(
                        Stream.of(status.file() + " " + status.state().name().toLowerCase(java.util.Locale.ROOT) + " "
                                + String.join(",", status.routes())),
                        status.findings().stream().map(finding -> "  " + finding))));
    }

    private static String lines(Stream<String> lines) {
        return lines.map(String::stripTrailing).collect(Collectors.joining("\n"));
    }
}
