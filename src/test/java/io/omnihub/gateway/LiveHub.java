package io.omnihub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.omnihub.identity.Role;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.DatabaseProperties;
import io.omnihub.store.Tenants;
import io.omnihub.web.Api;
import io.omnihub.web.RunningHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/// The whole hub with a site, a second site, and an app.
final class LiveHub implements AutoCloseable {

    static final String ORIGIN = "https://shop.example.com";
    static final String OTHER_ORIGIN = "https://other.example.com";
    static final String SECRET = "a secret of the shop's own server, long";

    private static @Nullable LiveHub shared;

    private static final AtomicInteger VISITORS = new AtomicInteger();

    final RunningHub hub;
    private final Path data;

    private LiveHub(String... more) {
        try {
            data = Files.createTempDirectory("omnihub");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--omnihub.public-url=https://hub.example.com",
                "--omnihub.sites.web.name=The shop",
                "--omnihub.sites.web.origins=" + ORIGIN,
                "--omnihub.sites.web.secret=" + SECRET,
                "--omnihub.sites.second.origins=" + OTHER_ORIGIN,
                "--omnihub.sites.mobile.app=true",
                "--omnihub.sites.mobile.secret=" + SECRET,
                "--omnihub.sites.mobile.name=Jingdezhen Cups",
                "--omnihub.sites.mobile.schemes=myshop",
                "--omnihub.sites.mobile.push.fcm=shop-firebase",
                "--omnihub.sites.mobile.push.apns=shop-apple",
                "--omnihub.sites.mobile.push.own=shop-pusher",
                "--omnihub.sites.frank.app=true",
                "--omnihub.sites.frank.push.own=shop-pusher",
                "--omnihub.sites.frank.push-text=full",
                "--omnihub.push.grace=500ms",
                "--omnihub.push.poll=500ms",
                "--omnihub.push.retries=100ms,100ms,100ms,1h"));
        arguments.addAll(List.of(more));
        hub = RunningHub.start(data, arguments.toArray(String[]::new));
    }

    static LiveHub start(String... more) {
        return new LiveHub(more);
    }

    /// A hub on a PostgreSQL of the tests, which does not sync.
    static LiveHub startOn(DatabaseProperties database, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--omnihub.database.url=" + database.url(),
                "--omnihub.database.user=" + database.user(),
                "--omnihub.database.password=" + database.password(),
                "--omnihub.database.require-durable=false"));
        settings.addAll(List.of(more));
        return new LiveHub(settings.toArray(String[]::new));
    }

    /// The hub that tests share.
    static synchronized LiveHub shared() {
        if (shared == null) {
            LiveHub made = new LiveHub();
            Runtime.getRuntime().addShutdownHook(new Thread(made::close));
            shared = made;
        }
        return shared;
    }

    /// Declares a channel, as a file in the hub's folder.
    void channel(String name, String yaml) {
        try {
            Path folder = Files.createDirectories(data.resolve("channels"));
            Path file = Files.writeString(data.resolve(name + ".tmp"), yaml);
            Files.move(file, folder.resolve(name + ".yaml"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return hub.bean(Gateway.class).port();
    }

    static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /// The answer to a new visitor of the shop.
    JsonNode visitor() {
        return visitor("{\"site\": \"web\"}");
    }

    JsonNode visitor(String request) {
        Api.Answer answer = hub.anonymous().from(anotherAddress()).post("/api/v1/visitors", request, "Origin", ORIGIN);
        assertThat(answer.status()).isEqualTo(201);
        return answer.json();
    }

    /// The answer to a new user of an app.
    JsonNode user(String app) {
        Api.Answer answer =
                hub.anonymous().from(anotherAddress()).post("/api/v1/visitors", "{\"site\": \"" + app + "\"}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.json();
    }

    /// Of one address so many visitors are new at once, and tests make more.
    private static InetAddress anotherAddress() {
        int number = VISITORS.incrementAndGet();
        try {
            return InetAddress.getByAddress(new byte[] {127, 1, (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the shop's own server says of a user.
    static String jwt(String user, Map<String, String> claims) {
        JWTClaimsSet.Builder said = new JWTClaimsSet.Builder()
                .subject(user)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
        claims.forEach(said::claim);
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), said.build());
        try {
            jwt.sign(new MACSigner(SECRET));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    /// By which tokens the devices of a user are woken.
    List<String> deviceTokens(String conversation) {
        return hub.bean(Database.class)
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select token from device where conversation = ?")
                                .param(conversation)
                                .query((row, _) -> row.getString(1))
                                .list());
    }

    Client connectVisitor() {
        return Client.connect(port(), "/ws/visitor", ORIGIN);
    }

    /// A visitor who has said hello.
    Client visitor(JsonNode visitor, String more) {
        Client client = connectVisitor();
        client.send(
                "{\"type\": \"hello\", \"token\": \"" + visitor.path("token").asString() + "\"" + more + "}");
        return client;
    }

    String ticket(TenantId tenant) {
        return hub.as(tenant, Role.AGENT)
                .post("/api/v1/tickets", "{}")
                .json()
                .path("ticket")
                .asString();
    }

    /// An agent who has been welcomed.
    Client agent() {
        return agent(TenantId.DEFAULT);
    }

    Client agent(TenantId tenant) {
        Client client = Client.connect(port(), "/ws/agent", "");
        client.send("{\"type\": \"hello\", \"ticket\": \"" + ticket(tenant) + "\"}");
        client.await("welcome");
        return client;
    }

    @Override
    public void close() {
        hub.close();
        FileSystemUtils.deleteRecursively(data.toFile());
    }
}
