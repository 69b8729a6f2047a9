package io.omnihub.control;

import io.omnihub.loop.Loops;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the hub to the commands of its rooms.
@Configuration(proxyBeanMethods = false)
class ControlConfiguration {

    @Bean
    Control control(@Value("${omnihub.data:./data}") Path data, List<Command> commands, Loops loops) {
        return new Control(data, commands, loops);
    }
}
