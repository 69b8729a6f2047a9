package io.omnihub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.web.RunningHub;
import io.omnihub.yaml.Problem;
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
                found(4, "timer has no option noSuch", route("master:once:timer:x?noSuch=1")),
                found(4, "master: needs a name of small letters", route("master:timer")),
                found(4, "exec: is not allowed", route("master:once:exec:ls")),
                found(4, "master: within master: is not allowed", route("master:once:master:again:seda:q")),
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
                found(4, "sftp: must have a localWorkDirectory", route("master:once:sftp:erp/out?username=x")),
                found(
                        4,
                        "streamDownload of sftp: is not allowed where rows are read",
                        route("sftp:erp/out?username=x&streamDownload=true") + "        - to: mapping:a?rows=5"),
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
                found(6, "no message says where a route goes", step("to: file:out?fileName=${file:name}")),
                found(4, "no message says where a route goes", route("file:in?move=${header.to}")),
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
                        "recipientList is not allowed but with a constant",
                        step("recipientList:\n            header: to")
                                + "        - setBody:\n            constant: x\n",
                        7),
                found(
                        6,
                        "enrich is not allowed but with a constant",
                        step("enrich:\n            constant: log:x\n            expression:\n"
                                + "              header: to"),
                        7),
                found(6, "exec: is not allowed", step("enrich:\n            constant: exec:ls"), 7),
                found(
                        6,
                        "language: is not allowed",
                        step("recipientList:\n            expression:\n              constant:\n"
                                + "                expression: log:x,language:simple:x"),
                        9),
                found(
                        6,
                        "seda: is not allowed before hub:inbound",
                        step("routingSlip:\n            constant: seda:x") + "        - to: hub:inbound\n",
                        7),
                found(
                        6,
                        "is not allowed: a route names beans, it makes none",
                        step("to:\n            uri: file:out\n            parameters:\n"
                                + "              processStrategy: '#class:x.Y'"),
                        9),
                found(6, "a route names beans, it makes none", step("to: file:out?processStrategy=%23class:x.Y")),
                found(6, "beanType is not allowed", step("bean:\n            beanType: java.nio.file.Files"), 7),
                found(
                        6,
                        "beanType is not allowed",
                        step("setBody:\n            method:\n              beanType: java.nio.file.Files"),
                        8),
                found(
                        6,
                        "a route names beans, it makes none",
                        step("setBody:\n            simple: ${bean:type:java.lang.System?method=exit}"),
                        7),
                found(6, "language: is not allowed", step("toD: direct:+language:header:to")),
                found(1, "\"beans\" is not one of", "- beans:\n    - name: x\n      type: java.lang.Object\n"),
                found(
                        6,
                        "aggregate is not allowed before hub:inbound",
                        step("aggregate:\n            completionSize: 2\n            constant: 'true'")
                                + "        - to: hub://inbound\n",
                        7),
                found(
                        6,
                        "split with a timeout is not allowed before hub:inbound",
                        step("split:\n            timeout: 5\n            simple: ${body}\n            steps:\n"
                                + "              - to: hub:inbound"),
                        7),
                found(
                        4,
                        "seda: is not allowed before hub:inbound",
                        route("seda:x") + "        - to: direct:telegram-replay\n"),
                found(
                        6,
                        "wireTap is not allowed before hub:inbound",
                        step("wireTap: direct:elsewhere") + "        - to: direct:mine\n" + """
                        - route:
                            id: mine-too
                            from:
                              uri: direct:mine
                              steps:
                                - to: hub:inbound
                        """),
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
                found(1, "class: is not allowed", steps("class:java.lang.Runtime?method=exit")),
                found(1, "language: is not allowed", steps("language:simple:x")),
                found(1, "seda: is not allowed before hub:inbound", steps("seda:mine")),
                found(0, "it is no YAML: ", "- route:\n    - &a {log: *a}\n"),
                found(0, "it is no YAML: ", "- route:\n    id: mine\n    from: &a {log: x}\n    to: [*a, *a]\n"),
                found(
                        4,
                        "uri is there twice",
                        "- route:\n    id: mine\n    from: {uri: 'direct:x', steps: [],\n      uri: 'direct:y'}\n"),
                found(1, "it is nested too deeply", "[".repeat(500) + "]".repeat(500)),
                found(0, "it is nested too deeply", "[".repeat(400_000) + "]".repeat(400_000)),
                found(1, "a route needs an id", "- route:\n    from:\n      uri: timer:x\n"),
                found(1, "\"rout\" is not one of", "- rout:\n    id: mine\n"),
                found(1, "\"rest\" is not one of", "- rest:\n    path: /x\n"),
                found(1, "a list is expected", "route:\n  id: mine\n"),
                found(0, "it is not written in UTF-8", "- route: \u00e9\n"),
                found(2, "it is no YAML", "- route:\n\tid: mine\n"),
                found(0, "it is empty", ""));
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

        List<Problem> findings = files.check("mine.camel.yaml", bytes);

        assertThat(findings).as(text).anySatisfy(finding -> {
            assertThat(finding.reason()).contains(problem);
            assertThat(finding.line()).isEqualTo(line);
            assertThat(finding.file()).isEqualTo("mine.camel.yaml");
        });
    }

    @Test
    void aliasesThatGrowAreNotFollowed() {
        StringBuilder text = new StringBuilder("- route:\n    - &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            text.append("    - &a%d [*a%d, *a%d]\n".formatted(i, i - 1, i - 1));
        }

        assertThat(files.check("mine.camel.yaml", bytes(text.toString())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).startsWith("it is no YAML: "));
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
        assertThat(files.check(
                        "mine.camel.yaml",
                        bytes(route("file:in?doneFileName=${file:name}.ok&move=${date:now:yyyyMMdd}"))))
                .isEmpty();
        assertThat(files.check("mine.camel.yaml", bytes(route("hub:outbound?channel={{omnihub.hawtio.enabled:mine}}"))))
                .isEmpty();
        assertThat(files.check(
                        "mine.camel.yaml",
                        bytes(step("recipientList:\n            constant: log:a;log:b\n            delimiter: ;")
                                + "        - pollEnrich:\n            constant: file:in?noop=true\n"
                                + "        - delay:\n            constant: 10\n"
                                + "        - to: hub:inbound\n        - wireTap: log:x\n")))
                .isEmpty();
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            List<Path> meant = shipped.filter(
                            file -> RouteFile.isMeant(file.getFileName().toString()))
                    .toList();
            assertThat(meant).isNotEmpty();
            for (Path file : meant) {
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

    private static String steps(String read) {
        return """
            - templatedRoute:
                routeTemplateRef: callback-by-steps
                routeId: mine
                parameters:
                  - name: channel
                    value: mine
                  - name: proof
                    value: callback:pass
                  - name: read
                    value: %s
            """.formatted(read);
    }

    private static String step(String step) {
        return route("timer:x") + "        - " + step + "\n";
    }
}
