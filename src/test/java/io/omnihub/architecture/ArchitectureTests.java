package io.omnihub.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.omnihub.OmniHub;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// Who may import whom.
class ArchitectureTests {

    private static final DescribedPredicate<JavaClass> CHANNELS =
            describe("are of a channel", ArchitectureTests::isOfAChannel);

    /// Read once for all tests of this room.
    static final JavaClasses HUB = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.omnihub");

    @Test
    void roomsImportOnlyWhatTheyDeclareAndFormNoCircle() {
        ApplicationModules.of(OmniHub.class).verify();
    }

    @Test
    void theMessageModelImportsOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.omnihub.message")
                .should()
                .onlyDependOnClassesThat(resideInAPackage("io.omnihub.message")
                        .or(resideInAPackage("java.."))
                        // Annotations without behaviour.
                        .or(resideInAPackage("org.jspecify.annotations"))
                        .or(nameMatching("org\\.springframework\\.modulith\\.ApplicationModule.*")))
                .check(HUB);
    }

    @Test
    void onlyAdaptersOfAChannelTranslateMessages() {
        noClasses()
                .that(CHANNELS)
                .and()
                .haveSimpleNameNotContaining("Adapter")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.omnihub\\.message\\.(InboundEvent|Header|Message|Body|Content.*)")
                .check(HUB);
    }

    @Test
    void theHubNeverNamesAChannel() {
        noClasses().that(not(CHANNELS)).should().dependOnClassesThat(CHANNELS).check(HUB);
    }

    @Test
    void nobodyReadsJavaObjectsFromOutside() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(HUB);
    }

    @Test
    void nothingRunsAsideInMemoryOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("org\\.springframework\\.scheduling\\.annotation\\.Async"
                        + "|org\\.apache\\.camel\\.component\\.(seda|vm|disruptor)\\..*"
                        + "|org\\.apache\\.camel\\.model\\.(WireTap|Threads)Definition")
                .check(HUB);
    }

    @Test
    void noChannelStartsThreadsOfItsOwn() {
        noClasses()
                .that()
                .resideInAPackage("io.omnihub.channel.*..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.concurrent\\.(Executor|Scheduled|ForkJoin|ThreadPool).*"
                        + "|java\\.util\\.Timer|java\\.lang\\.Thread\\$Builder.*"
                        + "|org\\.springframework\\.(core\\.task|scheduling)\\..*")
                .check(HUB);
    }

    /// The kit of the channels lies beside them, but in the hub's own folder.
    private static boolean isOfAChannel(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("io.omnihub.channel.")
                && !Files.isDirectory(Path.of("src/main/java", name.replace('.', '/')));
    }
}
