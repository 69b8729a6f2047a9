package io.omnihub;

import io.omnihub.backup.BackupCommand;
import io.omnihub.conformance.ChannelTestCommand;
import io.omnihub.draft.ChannelCommand;
import io.omnihub.mapping.command.MappingCommand;
import io.omnihub.route.RoutesCommand;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.Modulithic;

/** The hub: one Spring Boot application, whose rooms are the packages beside this class. */
@SpringBootApplication
// Where Spring Boot looks for mix-ins of Jackson: in all rooms it would read a thousand classes at each start.
@AutoConfigurationPackage(basePackages = "io.omnihub.wire")
@Modulithic(systemName = "OmniHub")
public class OmniHub {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /// Else the embedded broker can't read its journal at the second start, where the JVM lacks the flag
    /// `--sun-misc-unsafe-memory-access=allow`: from Java 25 on Netty then frees only memory that it took itself.
    private static void useUnsafe() {
        set("io.netty.noUnsafe", "false");
    }

    /// The broker's buffers are few and small. Netty would take memory for them in pieces of 4 MB, one for each of many
    /// threads; so it takes pieces of 512 KB.
    private static void takeSmallPieces() {
        set("io.netty.allocator.maxOrder", "6");
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    public static void main(String[] args) {
        if (BackupCommand.isMeant(args)) {
            System.exit(BackupCommand.run(System.out, System.err, args));
        }
        if (MappingCommand.isMeant(args)) {
            System.exit(MappingCommand.run(System.out, System.err, args));
        }
        if (ChannelCommand.isMeant(args) && !ChannelTestCommand.isMeant(args)) {
            System.exit(ChannelCommand.run(System.out, System.err, args));
        }
        useUnsafe();
        if (RoutesCommand.isMeant(args)) {
            System.exit(RoutesCommand.run(OmniHub.class, System.out, System.err, args));
        }
        if (ChannelTestCommand.isMeant(args)) {
            System.exit(ChannelTestCommand.run(OmniHub.class, System.out, System.err, args));
        }
        takeSmallPieces();
        OutOfMemory.endsTheProcess();
        try {
            SpringApplication.run(OmniHub.class, args);
            OutOfMemory.endsTheProcessWhenLogged();
        } catch (SpringApplication.AbandonedRunException e) {
            throw e;
        } catch (RuntimeException e) {
            // Spring has said why. What was started already must not keep a hub alive that serves nobody.
            System.exit(1);
        }
    }
}
