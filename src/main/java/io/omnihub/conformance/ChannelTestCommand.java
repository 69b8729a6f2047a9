package io.omnihub.conformance;

import io.omnihub.control.CommandSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `omnihub channel test <name> [<folder with samples>]`: whether a channel of files does what every channel must. It
/// needs no running hub, and reaches nothing outside this machine.
public final class ChannelTestCommand {

    private static final String USAGE = "omnihub channel test <name> [<folder with samples>]";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final int NOT_UNDERSTOOD = 2;
    private static final int FEWEST = 3;

    private ChannelTestCommand() {}

    public static boolean isMeant(String... arguments) {
        return arguments.length > 1 && arguments[0].equals("channel") && arguments[1].equals("test");
    }

    /// Runs the cases, and prints a line for each.
    ///
    /// @param application the hub
    /// @return 0 where none failed, 1 where one did or none could be run, 2 where the words are not understood
    public static int run(Class<?> application, PrintStream out, PrintStream errors, String... arguments) {
        CommandSettings settings = CommandSettings.of(arguments);
        List<String> words = settings.words();
        if (words.size() < FEWEST
                || words.size() > FEWEST + 1
                || !NAME.matcher(words.get(2)).matches()) {
            errors.println(USAGE);
            return NOT_UNDERSTOOD;
        }
        String channel = words.get(2);
        Path routes = settings.folder("omnihub.routes", "routes");
        List<Path> samples = new ArrayList<>();
        if (words.size() > FEWEST) {
            samples.add(Path.of(words.get(FEWEST)).toAbsolutePath());
        } else {
            for (String route : List.of("-replay", "-callback")) {
                samples.add(routes.resolve("samples").resolve(channel + route));
            }
        }
        try {
            int failed = new ConformanceRun(
                            channel, routes, settings.folder("omnihub.config.channels", "config/channels"), samples)
                    .run(application, settings, out);
            return failed == 0 ? 0 : 1;
        } catch (NotApplicableException e) {
            errors.println("The channel " + channel + " can't be tried: " + e.getMessage());
        } catch (IOException e) {
            errors.println("The channel " + channel + " can't be tried: " + e);
        }
        return 1;
    }
}
