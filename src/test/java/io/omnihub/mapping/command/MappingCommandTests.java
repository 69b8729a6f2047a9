package io.omnihub.mapping.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MappingCommandTests {

    private static final String FORMATS = "src/test/resources/mapping/formats/";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void itShowsTheEventsAndWhatWasNotUsed() {
        assertThat(run("try", FORMATS + "sms.yaml", FORMATS + "sms.form")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"header\":{\"tenant\":\"default\",\"channel\":\"tried\"")
                .contains("\"text\":\"退订 & 谢谢\"")
                .contains("\n1 event\n");
        assertThat(run("try", FORMATS + "stock.yaml", FORMATS + "stock.xlsx")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\n2 events\nnot used: 已付: true\nnot used: 备注: 两件\n");
        assertThat(errors.size()).isZero();
    }

    @Test
    void itTellsWhatIsWrongAndWithWhichValue() {
        assertThat(run("try", "src/test/resources/mapping/wrong/twice.yaml", FORMATS + "sms.form"))
                .isOne();
        assertThat(run("try", FORMATS + "orders.yaml", "src/test/resources/mapping/bad/orders~wrong-number.csv"))
                .isOne();
        assertThat(run("try", FORMATS + "orders.yaml", FORMATS + "nothing.csv")).isOne();
        assertThat(run("guess")).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("twice.yaml:5: key is there twice")
                .contains("(in the input: line 2): \"1.00 EUR\"")
                .contains("The input can't be read: ")
                .contains("omnihub mapping try <mapping.yaml> <input>");
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "mapping";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertThat(MappingCommand.isMeant(all)).isTrue();
        return MappingCommand.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8),
                all);
    }
}
