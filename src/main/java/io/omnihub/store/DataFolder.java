package io.omnihub.store;

import java.nio.file.Path;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/// Closes the data folder to other accounts of the machine before anything opens it, and with it all that the hub will
/// ever make: database, buffer, files of customers.
final class DataFolder implements EnvironmentPostProcessor, Ordered {

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Umask.closeToOthers();
        PrivateFolder.ensure("omnihub.data", Path.of(environment.getProperty("omnihub.data", "./data")));
    }

    /// After all settings were read.
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
