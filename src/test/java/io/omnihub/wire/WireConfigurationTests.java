package io.omnihub.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.omnihub.message.Command;
import io.omnihub.message.Content;
import io.omnihub.message.Entry;
import io.omnihub.message.MessageRef;
import io.omnihub.message.Recall;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

final class WireConfigurationTests {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
            .withUserConfiguration(WireConfiguration.class);

    record Page(List<Entry> entries, List<Content> parts) {}

    record Wish(Command command) {}

    @Test
    void theApplicationsMapperWritesAndReadsTheModel() {
        application.run(context -> {
            JsonMapper mapper = context.getBean(JsonMapper.class);
            Page page = new Page(
                    Samples.changes().values().stream().map(Samples::entry).toList(),
                    List.copyOf(Samples.contents().values()));

            String json = mapper.writeValueAsString(page);

            assertThat(json).contains("\"kind\":\"session.labelled\"", "\"type\":\"contact-card\"");
            assertThat(mapper.readValue(json, Page.class)).isEqualTo(page);
            assertThat(mapper.readValue("{\"command\":{\"type\":\"assign\",\"agent\":\"ada\"}}", Wish.class))
                    .isEqualTo(new Wish(new Command.Assign("ada", 0)));
        });
    }

    @Test
    void theApplicationsMapperIsStrict() {
        application.run(context -> {
            JsonMapper mapper = context.getBean(JsonMapper.class);

            assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> mapper.readTree("{\"a\":1,\"a\":2}"));
            assertThatExceptionOfType(MismatchedInputException.class)
                    .isThrownBy(() -> mapper.readValue("{} {}", Page.class));
        });
    }

    @Test
    void whatTheApplicationsMapperRefusesIsToldInTheModelsWords() {
        application.run(context -> {
            JsonMapper mapper = context.getBean(JsonMapper.class);
            JacksonException e = catchThrowableOfType(
                    JacksonException.class,
                    () -> mapper.readValue(
                            "{\"command\":{\"type\":\"note\",\"parts\":[{\"type\":\"text\"}]}}", Wish.class));

            assertThat(JsonCodec.problem(e)).hasMessage("command.parts[0].text: must not be empty");
        });
    }

    @Test
    void anEntrysKindFollowsFromItsChangeAndIsNotRead() {
        application.run(context -> {
            JsonMapper mapper = context.getBean(JsonMapper.class);
            Entry entry = Samples.entry(new Recall(MessageRef.of(7)));
            String json = mapper.writeValueAsString(entry);

            assertThat(json).startsWith("{\"kind\":\"message.recalled\"");
            assertThat(mapper.readValue(json.replace("message.recalled", "another"), Entry.class))
                    .isEqualTo(entry);
        });
    }
}
