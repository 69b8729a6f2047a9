package io.omnihub.operations;

import io.omnihub.channel.declared.ChannelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

/// Reads `config/channels/*.yaml`, one file for each channel, which Boot can't import by a wildcard. Environment
/// variables and arguments come before them; they come before `config/application.yaml`. Files that end with
/// `.example.yaml` are only to copy from.
final class ChannelFiles implements EnvironmentPostProcessor, Ordered {

    static final String FOLDER = "omnihub.config.channels";

    private final YamlPropertySourceLoader loader = new YamlPropertySourceLoader();

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Path folder = Path.of(environment.getProperty(FOLDER, "./config/channels"));
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(ChannelFiles::isRead).sorted().toList()) {
                add(environment.getPropertySources(), file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " can't be read", e);
        }
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }

    private void add(MutablePropertySources sources, Path file) throws IOException {
        List<PropertySource<?>> loaded = loader.load("file " + file, new FileSystemResource(file));
        loaded.forEach(source -> sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, source));
    }

    /// Those that declare a channel are read by the channels' own room, again and again.
    private static boolean isRead(Path file) {
        if (!ChannelFile.isRead(file.getFileName().toString())) {
            return false;
        }
        try {
            return !ChannelFile.declares(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " can't be read", e);
        }
    }
}
