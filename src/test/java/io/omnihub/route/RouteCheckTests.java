package io.omnihub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is found in a route file before anything of it runs.
final class RouteCheckTests {

    private final RouteFiles files = RunningHub.shared().bean(RouteFiles.class);

    static Stream<Arguments> wrong() {
        return Stream.of(
                found(6, "there is no component kafak: its jar is not there, or it is misspelt", step("to: kafak:x")),
                found(4, "timer has no option noSuch", route("timer:x?noSuch=1")),
                found(4, "the option period of timer can't be soon", route("timer:x?period=soon")),
                found(6, "chanel", step("to: hub:inbound?chanel=x")),
                found(4, "channel must be given", route("hub:outbound")),
                found(
                        8,
                        "noSuch",
                        step("to:\n              uri: log:x\n              parameters:\n                noSuch: 1"),
                        7),
                found(6, "there is no bean nobody", step("process:\n            ref: '#bean:nobody'"), 7),
                found(6, "there is no bean nobody", step("bean:\n            ref: nobody"), 7),
                found(6, "{{no.such.setting}} is no setting that has a value", step("to: log:{{no.such.setting}}")),
                found(
                        6,
                        "groovy is not allowed: a route holds no code",
                        step("setBody:\n            groovy: 1 + 1"),
                        7),
                found(6, "script is not allowed", step("script:\n            constant: x"), 7),
                found(6, "language: is not allowed", step("to: language:simple:x")),
                found(6, "class: is not allowed", step("to: class:java.lang.Runtime")),
                found(
                        6,
                        "#class:java.lang.Object is not allowed",
                        step("process:\n            ref: '#class:java.lang.Object'"),
                        7),
                found(6, "no message says where a route goes", step("toD: log:${body}")),
                found(
                        6,
                        "no message says where a route goes",
                        step("toD:\n            uri: log:x\n            parameters:\n              level: ${header.a}"),
                        7),
                found(
                        6,
                        "recipientList is not allowed but with a constant",
                        step("recipientList:\n            header: to"),
                        7),
                found(
                        6,
                        "enrich is not allowed but with a constant",
                        step("enrich:\n            simple: ${header.to}"),
                        7),
                found(
                        6,
                        "transferExchange is not allowed: objects of Java are not read",
                        step("to: seda:x?transferExchange=true")),
                found(
                        6,
                        "wireTap is not allowed before hub:inbound",
                        step("wireTap: direct:x") + "        - to: hub:inbound\n"),
                found(4, "seda: is not allowed before hub:inbound", route("seda:x") + "        - to: hub:inbound\n"),
                found(6, "seda: is not allowed before hub:inbound", step("to: seda:x") + "        - to: hub:inbound\n"),
                found(
                        4,
                        "the path /channels/feishu/{} is taken already: by the route feishu-callback,"
                                + " feishu.camel.yaml:",
                        route("platform-http:/channels/feishu/{account}")),
                found(
                        4,
                        "hub:outbound of the channel feishu is taken already: by the route feishu-outbound,"
                                + " feishu.camel.yaml:",
                        route("hub:outbound?channel=feishu&concurrency=3")),
                found(4, "direct:feishu-replay is taken already", route("direct:feishu-replay")),
                found(
                        1,
                        "there is a route feishu-callback already: feishu.camel.yaml:",
                        route("timer:x").replace("id: mine", "id: feishu-callback")),
                found(
                        3,
                        "there is no route configuration callbak",
                        route("timer:x").replace("id: mine\n", "id: mine\n    routeConfigurationId: callbak\n"),
                        3),
                found(
                        2,
                        "there is no route template calback",
                        "- templatedRoute:\n    routeTemplateRef: calback\n    routeId: mine\n"),
                found(1, "there is no bean mineProof", """
                        - templatedRoute:
                            routeTemplateRef: callback
                            routeId: mine
                            parameters:
                              - name: channel
                                value: mine
                        """),
                found(1, "a route needs an id", "- route:\n    from:\n      uri: timer:x\n"),
                found(1, "\"rout\" is not one of", "- rout:\n    id: mine\n"),
                found(1, "\"rest\" is not one of", "- rest:\n    path: /x\n"),
                found(1, "a list is expected", "route:\n  id: mine\n"),
                found(0, "it is not written in UTF-8", "- route: \u00e9\n"),
                found(2, "it is no YAML", "- route:\n\tid: mine\n"),
                found(1, "a list is expected", ""));
    }

    private static Arguments found(int line, String problem, String text) {
        return Arguments.of(line, problem, text);
    }

    /// Where the line is another one than that of the step.
    private static Arguments found(int ignored, String problem, String text, int line) {
        return Arguments.of(line, problem, text);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsFoundWithItsLine(int line, String problem, String text) {
        byte[] bytes = text.getBytes(problem.contains("UTF-8") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);

        List<Finding> findings = files.check("mine.camel.yaml", bytes);

        assertThat(findings).as(text).anySatisfy(finding -> {
            assertThat(finding.problem()).contains(problem);
            assertThat(finding.line()).isEqualTo(line);
            assertThat(finding.file()).isEqualTo("mine.camel.yaml");
        });
    }

    @Test
    void whatIsRightHasNoFindings() throws IOException {
        assertThat(files.check(
                        "mine.camel.yaml",
                        bytes(route("platform-http:/channels/feishu/{account}?httpMethodRestrict=GET"))))
                .hasSize(1);
        assertThat(files.check(
                        "mine.camel.yaml", bytes(route("hub:events?subscription=crm") + "        - wireTap: log:x\n")))
                .isEmpty();
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            for (Path file : shipped.filter(Files::isRegularFile).toList()) {
                assertThat(files.check(file.getFileName().toString(), Files.readAllBytes(file)))
                        .isEmpty();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String route(String uri) {
        return "- route:\n    id: mine\n    from:\n      uri: %s\n      steps:\n".formatted(uri);
    }

    private static String step(String step) {
        return route("timer:x") + "        - " + step + "\n";
    }
}
