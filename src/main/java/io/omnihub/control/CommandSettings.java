package io.omnihub.control;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.function.SingletonSupplier;

/// What stands behind `omnihub`: the words of a command, and settings as at a start, which are found in arguments,
/// environment and configuration files alike. Those are read once, and only where a setting is asked for.
public final class CommandSettings {

    private final List<String> words;
    private final List<String> arguments;
    private final Supplier<Environment> environment;

    private CommandSettings(List<String> words, List<String> arguments) {
        this.words = words;
        this.arguments = arguments;
        this.environment = SingletonSupplier.of(() -> read(arguments));
    }

    public static CommandSettings of(String... all) {
        return new CommandSettings(
                Arrays.stream(all)
                        .filter(argument -> !argument.startsWith("--"))
                        .toList(),
                Arrays.stream(all).filter(argument -> argument.startsWith("--")).toList());
    }

    private static Environment read(List<String> arguments) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SimpleCommandLinePropertySource(arguments.toArray(String[]::new)));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        return environment;
    }

    /// The command and what it is for.
    public List<String> words() {
        return words;
    }

    /// The settings among the arguments, as `--omnihub.data=…`.
    public List<String> arguments() {
        return arguments;
    }

    /// A folder that a setting names.
    ///
    /// @param otherwise where nobody has set it
    /// @return absolute
    public Path folder(String name, String otherwise) {
        return Path.of(text(name, otherwise)).toAbsolutePath().normalize();
    }

    /// A setting.
    ///
    /// @param otherwise where nobody has set it
    public String text(String name, String otherwise) {
        return environment.get().getProperty(name, otherwise);
    }
}
