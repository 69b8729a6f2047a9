package io.omnihub.route;

import io.omnihub.control.CommandSettings;
import io.omnihub.control.ControlClient;
import io.omnihub.control.RefusedException;
import io.omnihub.yaml.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ConfigurableApplicationContext;

/// `omnihub routes …`, with settings behind it as at a start. What is only looked at needs no running hub: one is
/// started that has nothing of the real one but its settings, and loads no routes.
public final class RoutesCommand {

    static final String NAME = "routes";

    static final String USAGE = "omnihub routes check|try [<file>], status, activate, versions <file>,"
            + " rollback <file> <version>, remove <file>";

    private RoutesCommand() {}

    public static boolean isMeant(String... arguments) {
        return arguments.length > 0 && arguments[0].equals(NAME);
    }

    /// Does what the second argument says.
    ///
    /// @param application the hub
    /// @return 0 where all is well, 1 where something is wrong, 2 where the words are not understood
    public static int run(Class<?> application, PrintStream out, PrintStream errors, String... arguments) {
        CommandSettings settings = CommandSettings.of(arguments);
        List<String> words = settings.words().subList(1, settings.words().size());
        String what = words.isEmpty() ? "" : words.getFirst();
        try {
            return switch (what) {
                case "check", "try" ->
                    words.size() > 2
                            ? usage(errors)
                            : look(
                                    application,
                                    out,
                                    words.size() == 2 ? words.get(1) : "",
                                    what.equals("try"),
                                    settings.arguments());
                case "status", "activate", "versions", "rollback", "remove" -> {
                    out.println(ControlClient.call(
                            settings.folder("omnihub.data", "./data"), NAME + " " + String.join(" ", words)));
                    yield 0;
                }
                default -> usage(errors);
            };
        } catch (RefusedException | IOException e) {
            errors.println("omnihub routes " + what + ": " + e.getMessage());
            return 1;
        }
    }

    private static int usage(PrintStream errors) {
        errors.println(USAGE);
        return 2;
    }

    private static int look(Class<?> application, PrintStream out, String only, boolean samples, List<String> settings)
            throws IOException {
        try (ScratchFolder scratch = new ScratchFolder();
                ConfigurableApplicationContext hub = ScratchHub.start(
                        application,
                        scratch.path(),
                        settings,
                        List.of(),
                        context -> context.getBeanFactory().registerSingleton("rehearsal", new Rehearsal()))) {
            Path folder = Path.of(hub.getEnvironment().getProperty("omnihub.routes", "routes"));
            Optional<String> name = only.isEmpty() ? Optional.of("") : name(folder, Path.of(only));
            if (name.isEmpty()) {
                out.println(only + " is not in the folder of routes, " + folder.toAbsolutePath());
                return 1;
            }
            Map<String, List<Problem>> findings =
                    hub.getBean(RouteLoading.class).rehearse(samples);
            return tell(out, name.get(), findings);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// The path in the folder; one that leads to nothing from here is meant so already, and a name alone too.
    private static Optional<String> name(Path folder, Path file) throws IOException {
        boolean within = file.getParent() == null || !(file.isAbsolute() || Files.exists(file));
        Path parent = (within ? folder.resolve(file) : file).getParent();
        for (String prefix : List.of("", RouteFile.MAPPINGS)) {
            Path here = folder.resolve(prefix);
            if (file.getFileName() != null
                    && parent != null
                    && Files.isDirectory(parent)
                    && Files.isDirectory(here)
                    && Files.isSameFile(parent, here)) {
                return Optional.of(prefix + file.getFileName());
            }
        }
        return Optional.empty();
    }

    private static int tell(PrintStream out, String only, Map<String, List<Problem>> all) {
        int status = only.isEmpty() || all.containsKey(only) ? 0 : 1;
        if (status > 0) {
            out.println("There is no file " + only + " in the folder of routes");
        }
        for (Map.Entry<String, List<Problem>> file : all.entrySet()) {
            if (only.isEmpty() || file.getKey().equals(only)) {
                out.println(file.getKey() + (file.getValue().isEmpty() ? " is well" : " is refused"));
                file.getValue().forEach(finding -> out.println("  " + finding));
                status = file.getValue().isEmpty() ? status : 1;
            }
        }
        return status;
    }
}
