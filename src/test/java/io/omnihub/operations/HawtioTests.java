package io.omnihub.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.omnihub.deadletter.DeadLetter;
import io.omnihub.deadletter.DeadLetters;
import io.omnihub.errand.ErrandId;
import io.omnihub.errand.Errands;
import io.omnihub.errand.NewErrand;
import io.omnihub.identity.Accounts;
import io.omnihub.identity.Caller;
import io.omnihub.identity.Credential;
import io.omnihub.identity.Role;
import io.omnihub.log.Cursors;
import io.omnihub.loop.Loop;
import io.omnihub.loop.Loops;
import io.omnihub.message.Content;
import io.omnihub.message.Keys;
import io.omnihub.message.Message;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import io.omnihub.web.Api.Answer;
import io.omnihub.web.RunningHub;
import io.omnihub.wire.ProtobufCodec;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Who gets to Hawtio, and what can be seen and done there.
final class HawtioTests {

    private static final String JOLOKIA = "/hawtio/jolokia";
    private static final String[] YES = {"true"};
    private static final String[] YES_YES = {"true", "true"};

    private final RunningHub hub = RunningHub.shared().shownToOperators();
    private final Api operator = hub.as(Role.OPERATOR);
    private final String camel = hub.bean(CamelContext.class).getManagementName();

    @Test
    void onlyThoseWhoRunTheHubGetThere() {
        Api nobody = hub.anonymous();
        assertThat(nobody.get("/hawtio/").status()).isEqualTo(401);
        assertThat(nobody.post(JOLOKIA, "{\"type\": \"version\"}").status()).isEqualTo(401);
        Answer page = nobody.send(nobody.request("/hawtio/camel")
                .header("Sec-Fetch-Mode", "navigate")
                .GET());
        assertThat(page.status()).isEqualTo(302);
        assertThat(page.header("Location")).isEqualTo("/console/login?to=/hawtio/");
        for (Role role : new Role[] {Role.AGENT, Role.SUPERVISOR}) {
            assertThat(hub.as(role).get("/hawtio/").status()).isEqualTo(403);
            assertThat(hub.as(role).get("/hawtio/static/js/x.js").status()).isEqualTo(403);
            assertThat(hub.as(role).post(JOLOKIA, "{\"type\": \"version\"}").status())
                    .isEqualTo(403);
        }
        for (Role role : new Role[] {Role.OPERATOR, Role.ADMIN}) {
            Answer hawtio = hub.as(role).get("/hawtio/");
            assertThat(hawtio.status()).isEqualTo(200);
            assertThat(hawtio.text()).contains("<title>Hawtio</title>");
            assertThat(hawtio.header("Content-Security-Policy")).contains("script-src 'self';");
            assertThat(hub.as(role).get("/hawtio/camel/routes").text()).isEqualTo(hawtio.text());
        }
        assertThat(operator.get("/hawtio/static/js/main.js.map").status()).isEqualTo(404);
        // MBeans show the machinery of all tenants.
        assertThat(hub.as(RunningHub.OTHER, Role.ADMIN)
                        .post(JOLOKIA, "{\"type\": \"version\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whoIsThereIsToldAsJsonWhateverHisName() {
        Caller caller = new Caller(
                TenantId.DEFAULT,
                "say \"hi\" \\",
                "",
                Role.OPERATOR,
                false,
                null,
                Credential.visitor(TenantId.DEFAULT, "1", Instant.MAX));

        assertThat(new HawtioController().user(caller)).isEqualTo("\"say \\\"hi\\\" \\\\\"");
    }

    @Test
    void jolokiaTakesPostOnlyAndWithTheLoginsTokenOnly() {
        assertThat(operator.delete(JOLOKIA).status()).isIn(403, 405);
        assertThat(operator.get(JOLOKIA + "?p=/search/java.lang:*").text())
                .isEqualTo("{\"value\":{\"agent\":\"omnihub\"}}");
        assertThat(operator.get(JOLOKIA + "/version").header("Content-Type")).startsWith("text/html");
        String name = "op-" + RunningHub.newUser();
        hub.bean(Accounts.class).create(TenantId.DEFAULT, name, Role.OPERATOR, "correct horse battery");
        Answer login = hub.anonymous()
                .post("/api/v1/login", "{\"user\": \"%s\", \"password\": \"correct horse battery\"}".formatted(name));
        String cookie = login.header("Set-Cookie").replaceAll(";.*", "");
        Api browser = hub.anonymous();
        String version = "{\"type\": \"version\"}";
        assertThat(browser.post(JOLOKIA, version, "Cookie", cookie).status()).isEqualTo(403);
        Answer user = browser.send(
                browser.request("/hawtio/user").header("Cookie", cookie).GET());
        assertThat(user.text()).isEqualTo("\"%s\"", name);
        String token = user.header("Set-Cookie");
        assertThat(token).startsWith("XSRF-TOKEN=").contains("Path=/hawtio").contains("SameSite=Strict");
        token = token.replaceAll("XSRF-TOKEN=|;.*", "");
        assertThat(browser.post(JOLOKIA, version, "Cookie", cookie, "X-XSRF-TOKEN", token)
                        .json()
                        .path("value")
                        .path("protocol")
                        .asString())
                .isNotEmpty();
        assertThat(browser.post(
                                JOLOKIA,
                                version,
                                "Cookie",
                                cookie,
                                "X-XSRF-TOKEN",
                                token,
                                "Sec-Fetch-Site",
                                "cross-site")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"exec\", \"mbean\": \"com.sun.management:type=DiagnosticCommand\", \"operation\": \"vmSystemProperties\"}",
                "{\"type\": \"exec\", \"mbean\": \"com.sun.management:type=DiagnosticCommand\", \"operation\": \"vmSystemProperties()\"}",
                "{\"type\": \"exec\", \"mbean\": \"java.util.logging:type=Logging\", \"operation\": \"setLoggerLevel(java.lang.String,java.lang.String)\", \"arguments\": [\"\", \"ALL\"]}",
                "{\"type\": \"exec\", \"mbean\": \"java.lang:type=Memory\", \"operation\": \"gc\"}",
                "{\"type\": \"read\", \"mbean\": \"java.lang:type=Runtime\", \"attribute\": \"SystemProperties\"}",
                "{\"type\": \"read\", \"mbean\": \"java.lang:type=Runtime\", \"attribute\": \"InputArguments\"}",
                "{\"type\": \"read\", \"mbean\": \"JMImplementation:type=MBeanServerDelegate\"}",
                "{\"type\": \"write\", \"mbean\": \"java.lang:type=Memory\", \"attribute\": \"Verbose\", \"value\": true}",
                "{\"type\": \"exec\", \"mbean\": \"org.apache.camel:context=omnihub,type=context,name=\\\"omnihub\\\"\", \"operation\": \"stop()\"}",
                "{\"type\": \"exec\", \"mbean\": \"org.apache.camel:context=omnihub,type=context,name=\\\"omnihub\\\"\", \"operation\": \"sendStringBody(java.lang.String,java.lang.String)\", \"arguments\": [\"file:/tmp\", \"x\"]}",
                "{\"type\": \"read\", \"mbean\": \"org.apache.camel:context=omnihub,type=tracer,name=BacklogTracer\"}",
                "{\"type\": \"read\", \"mbean\": \"java.lang:type=Runtime\", \"attribute\": \"Uptime\", \"target\": {\"url\": \"service:jmx:rmi:///jndi/ldap://127.0.0.1:1/x\"}}"
            })
    void whatIsDangerousIsClosed(String request) {
        JsonNode answer = operator.post(JOLOKIA, request).json();
        if (request.contains("target")) {
            // There is no proxy: it is this process that answers.
            assertThat(answer.path("value").isNumber() || answer.has("error")).isTrue();
        } else {
            assertThat(answer.path("status").asInt()).as(answer.toString()).isGreaterThanOrEqualTo(400);
            assertThat(answer.has("value")).as(answer.toString()).isFalse();
        }
        assertThat(answer.has("stacktrace")).isFalse();
    }

    @Test
    void readingAllAttributesTellsNoSecrets() {
        JsonNode all = operator.post(
                        JOLOKIA,
                        "{\"type\": \"read\", \"mbean\": \"java.lang:type=Runtime\", \"config\": {\"ignoreErrors\": true}}")
                .json()
                .path("value");
        assertThat(all.path("Uptime").isNumber()).as(all.toString()).isTrue();
        assertThat(all.path("SystemProperties").path("java.home").isMissingNode())
                .as(all.toString())
                .isTrue();
        assertThat(all.path("InputArguments").isArray()).isFalse();
        JsonNode list = operator.post(JOLOKIA, "{\"type\": \"list\"}").json().path("value");
        assertThat(list.propertyNames())
                .contains("io.omnihub", "org.apache.camel", "java.lang")
                .doesNotContain("com.sun.management", "java.util.logging", "JMImplementation", "jolokia");
    }

    @Test
    void theTreeHasRoutesAndTheHubsOwnBeans() {
        Loop loop = hub.bean(Loops.class).loop("hawtio-" + RunningHub.newUser(), () -> Thread.sleep(60_000));
        loop.start();
        JsonNode routes = operator.post(
                        JOLOKIA,
                        "{\"type\": \"search\", \"mbean\": \"org.apache.camel:context=%s,type=routes,*\"}"
                                .formatted(camel))
                .json()
                .path("value");
        assertThat(routes).isNotEmpty();
        assertThat(routes.toString()).contains("wechat");
        String dump = exec(context(), "dumpRoutesAsXml()").path("value").asString();
        assertThat(dump).contains("<route");
        for (String filledIn :
                new String[] {"dumpRoutesAsXml(boolean)", "dumpRoutesAsXml(boolean,boolean)", "dumpRoutesAsXml"}) {
            JsonNode refused = exec(context(), filledIn, filledIn.contains(",") ? YES_YES : YES);
            assertThat(refused.has("value")).as(filledIn).isFalse();
        }
        String route = routes.get(0).asString().replace("\"", "\\\"");
        assertThat(exec(route, "dumpRouteAsXml()").path("value").asString()).contains("<route");
        assertThat(exec(route, "dumpRouteAsXml(boolean)", YES).path("error").asString())
                .contains("forbidden");
        assertThat(operator.post(JOLOKIA, "{\"type\": \"search\", \"mbean\": \"io.omnihub:*\"}")
                        .json()
                        .path("value")
                        .toString())
                .contains(loop.name(), "type=Database", "type=DeadLetters", "type=Deliveries", "type=LogLevels");
        assertThat(exec("io.omnihub:type=Deliveries", "list(java.lang.String)", "DEAD")
                        .path("value")
                        .isArray())
                .isTrue();
        assertThat(exec("io.omnihub:type=Deliveries", "retry", "none")
                        .path("value")
                        .asString())
                .isEqualTo("there is no delivery of this id");
        loop.stop();
    }

    @Test
    void aDeadLetterIsDiscardedWhichTheAuditTells() {
        String id = dead("route-" + RunningHub.newUser(), "secret text");
        assertThat(value("DeadLetters", "discard", id)).isEqualTo("discarded");
        assertThat(value("DeadLetters", "discard", id)).isEqualTo("there is no dead letter of this id");
        assertThat(hub.as(Role.ADMIN).get("/api/v1/audit?limit=10").text())
                .contains("deadletter.discarded", id)
                .doesNotContain("secret");
        String other = dead("route-" + RunningHub.newUser(), "secret text");
        String path = "/api/v1/dead-letters/" + other;
        assertThat(hub.as(RunningHub.OTHER, Role.ADMIN).delete(path).status()).isEqualTo(404);
        assertThat(hub.as(Role.SUPERVISOR).delete(path).status()).isEqualTo(403);
        assertThat(operator.delete(path).status()).isEqualTo(204);
        assertThat(operator.get(path).status()).isEqualTo(404);
    }

    @Test
    void readersOfTheLogAreListedAndOnlySubscriptionsAreSetBack() {
        hub.begin(TenantId.DEFAULT, "Hello");
        Cursors cursors = hub.bean(Cursors.class);
        String name = "events." + RunningHub.newUser();
        hub.bean(Database.class).write(Tenants.ALL, tx -> cursors.lock(tx, name, 0, 0));
        cursors.reset(name, 0, 2);
        assertThat(exec("io.omnihub:type=Cursors", "list").path("value").valueStream())
                .filteredOn(reader -> reader.path("name").asString().equals(name))
                .singleElement()
                .satisfies(reader -> {
                    assertThat(reader.path("position").asString()).isEqualTo("2");
                    assertThat(reader.path("lag").asLong()).isNotNegative();
                });

        assertThat(value("Cursors", "setBack", name, "0", "3")).isEqualTo("it can be set to any position from 0 to 2");
        assertThat(value("Cursors", "setBack", name, "7", "1")).isEqualTo("there is no such reader of this partition");
        assertThat(value("Cursors", "setBack", "delivery", "0", "0")).startsWith("only what begins with events.");
        assertThat(value("Cursors", "setBack", name, "0", "1")).isEqualTo("goes on after 1");
        assertThat(cursors.places()).anySatisfy(place -> {
            assertThat(place.name()).isEqualTo(name);
            assertThat(place.position()).isEqualTo(1);
        });
        assertThat(hub.as(Role.ADMIN).get("/api/v1/audit?limit=10").text()).contains("cursor.set.back", name);
    }

    @Test
    void aSubscriptionIsForgottenOnlyWhileNobodyReadsByIt() {
        Cursors cursors = hub.bean(Cursors.class);
        String name = "events." + RunningHub.newUser();
        Cursors.Lease lease =
                cursors.lease(name, 0, 0, "a node", Duration.ofMinutes(5)).orElseThrow();

        assertThat(value("Cursors", "forget", name)).startsWith("a route reads by it");
        assertThat(value("Cursors", "forget", "delivery")).startsWith("only what begins with events.");
        assertThat(value("Cursors", "forget", name + "x")).isEqualTo("there is no such reader");
        cursors.release(lease);
        assertThat(value("Cursors", "forget", name)).isEqualTo("forgotten");

        assertThat(cursors.places()).extracting(Cursors.Place::name).doesNotContain(name);
        assertThat(hub.as(Role.ADMIN).get("/api/v1/audit?limit=10").text()).contains("cursor.forgotten", name);
    }

    @Test
    void aFetchThatWasGivenUpIsTriedAgain() {
        String lane = RunningHub.newUser();
        Errands fetches = hub.context.getBean("mediaErrands", Errands.class);
        ErrandId id = new ErrandId(lane, 3, 1);
        NewErrand fetch = new NewErrand(id, TenantId.DEFAULT, "none", RunningHub.INBOX, "");
        hub.bean(Database.class).write(Tenants.ALL, tx -> {
            fetches.add(tx, List.of(fetch));
            return fetches.cancel(tx, id, "gone", "it is not there any more");
        });
        assertThat(exec("io.omnihub:type=Fetches", "list", "FAILED")
                        .path("value")
                        .toString())
                .contains(id.toString(), "it is not there any more");
        assertThat(value("Fetches", "retry", "none")).isEqualTo("there is no fetch of this id");
        assertThat(value("Fetches", "retry", lane + ".x.1")).isEqualTo("there is no fetch of this id");
        assertThat(value("Fetches", "retry", id.toString())).isEqualTo("will be tried again");
        assertThat(hub.as(Role.ADMIN).get("/api/v1/audit?limit=10").text()).contains("fetch.retried", id.toString());
    }

    @Test
    void aFetchThatWaitsIsNotTriedAgainAndTheAuditTellsOfNoTry() {
        ErrandId id = new ErrandId(RunningHub.newUser(), 3, 1);
        Errands fetches = hub.context.getBean("mediaErrands", Errands.class);
        NewErrand fetch = new NewErrand(id, TenantId.DEFAULT, "none", RunningHub.INBOX, "");
        hub.bean(Database.class).write(Tenants.ALL, tx -> {
            fetches.add(tx, List.of(fetch));
            return 0;
        });

        assertThat(value("Fetches", "retry", id.toString())).isEqualTo("has neither failed nor is it dead");
        assertThat(hub.as(Role.ADMIN).get("/api/v1/audit?limit=10").text()).doesNotContain(id.toString());
    }

    private String value(String bean, String operation, String... arguments) {
        return exec("io.omnihub:type=" + bean, operation, arguments)
                .path("value")
                .asString();
    }

    @Test
    void aRoutesDeadLettersAreListedWithoutWhatTheySayAndProcessedAgain() {
        String route = "route-" + RunningHub.newUser();
        String id = dead(route, "secret text");
        dead(route, "secret text");
        String listed =
                exec("io.omnihub:type=DeadLetters", "list").path("value").toString();
        assertThat(listed).contains(id, route, "can't be taken").doesNotContain("secret");

        assertThat(exec("io.omnihub:type=DeadLetters", "replay", id)
                        .path("value")
                        .asString())
                .isEqualTo("replayed");
        assertThat(exec("io.omnihub:type=DeadLetters", "replayRoute", route)
                        .path("value")
                        .asString())
                .isEqualTo("{replayed=1}");
        assertThat(exec("io.omnihub:type=DeadLetters", "replayRoute", route)
                        .path("value")
                        .asString())
                .isEqualTo("there are none");
        assertThat(exec("io.omnihub:type=DeadLetters", "replayRange", "2001-01-01T00:00:00Z", "2001-01-02T00:00:00Z")
                        .path("value")
                        .asString())
                .isEqualTo("there are none");
        assertThat(exec("io.omnihub:type=DeadLetters", "replayRange", "yesterday", "today")
                        .path("error")
                        .asString())
                .contains("from: must be a time");
        String nobodys = "none-" + RunningHub.newUser();
        assertThat(exec("io.omnihub:type=DeadLetters", "replay", nobodys)
                        .path("value")
                        .asString())
                .isEqualTo("there is no dead letter of this id");
        assertThat(hub.as(Role.ADMIN).get("/api/v1/audit?limit=10").text()).doesNotContain(nobodys);
        assertThat(hub.as(Role.ADMIN).get("/api/v1/audit?limit=10").text())
                .contains("deadletter.replayed", "token:test-");
    }

    @Test
    void levelsOfTheHubsOwnLoggersAreSetAndThoseOfLibrariesNotBelowInfo() {
        assertThat(exec("io.omnihub:type=LogLevels", "set", "io.omnihub.nowhere", "debug")
                        .path("value")
                        .asString())
                .isEqualTo("io.omnihub.nowhere is at DEBUG");
        assertThat(operator.post(
                                JOLOKIA,
                                "{\"type\": \"read\", \"mbean\": \"io.omnihub:type=LogLevels\", \"attribute\": \"Levels\"}")
                        .json()
                        .path("value")
                        .path("io.omnihub.nowhere")
                        .asString())
                .isEqualTo("DEBUG");
        assertThat(exec("io.omnihub:type=LogLevels", "set", "org.apache.camel", "TRACE")
                        .path("error")
                        .asString())
                .contains("below INFO");
        assertThat(exec("io.omnihub:type=LogLevels", "set", "io.omnihub", "LOUD")
                        .path("error")
                        .asString())
                .contains("level");
    }

    @Test
    void aToolBesideTheProcessSeesTheSameBeans() throws Exception {
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new javax.management.ObjectName("io.omnihub:type=DeadLetters"), null))
                .hasSize(1);
    }

    private String context() {
        return "org.apache.camel:context=%s,type=context,name=\\\"omnihub\\\"".formatted(camel);
    }

    private JsonNode exec(String bean, String operation, String... arguments) {
        String given = arguments.length == 0 ? "" : "\"" + String.join("\", \"", arguments) + "\"";
        return operator.post(
                        JOLOKIA,
                        "{\"type\": \"exec\", \"mbean\": \"%s\", \"operation\": \"%s\", \"arguments\": [%s]}"
                                .formatted(bean, operation, given))
                .json();
    }

    private String dead(String route, String text) {
        String user = RunningHub.newUser();
        var event =
                RunningHub.event(TenantId.DEFAULT, user, Keys.message(user), Message.of(user, new Content.Text(text)));
        DeadLetter made = DeadLetter.ofEvent(
                event,
                ProtobufCodec.encode(event),
                ProtobufCodec.fingerprint(event),
                "it can't be taken",
                Instant.now());
        DeadLetter letter = new DeadLetter(
                made.id(),
                made.tenant(),
                made.channel(),
                made.inbox(),
                route,
                made.reason(),
                made.kind(),
                made.key(),
                made.contentType(),
                made.body(),
                "",
                made.createdAt(),
                null);
        hub.bean(Database.class).write(Tenants.of(TenantId.DEFAULT), tx -> {
            hub.bean(DeadLetters.class).add(tx, letter);
            return letter;
        });
        return letter.id();
    }
}
