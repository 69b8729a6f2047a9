package io.omnihub.control;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/// What stands behind `omnihub`: the words of a command, and settings as at a start, which are found in arguments,
/// environment and configuration files alike.
///
/// @param words     the command and what it is for
/// @param arguments the settings among the arguments, as `--omnihub.data=…`
public record CommandSettings(List<String> words, List<String> arguments) {

    public static CommandSettings of(String... all) {
        return new CommandSettings(
                Arrays.stream(all)
                        .filter(argument -> !argument.startsWith("--"))
                        .toList(),
                Arrays.stream(all).filter(argument -> argument.startsWith("--")).toList());
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
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SimpleCommandLinePropertySource(arguments.toArray(String[]::new)));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        return environment.getProperty(name, otherwise);
    }
}
