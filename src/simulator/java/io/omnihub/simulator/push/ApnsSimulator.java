package io.omnihub.simulator.push;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The Apple Push Notification service: HTTP/2 alone, and tokens that are signed by ES256, neither older than an hour
/// nor newer than every 20 minutes.
public final class ApnsSimulator implements AutoCloseable {

    private static final Duration OLDEST = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMinutes(20);
    private static final int LARGEST = 4_096;
    private static final int LONGEST_COLLAPSE = 64;

    private final String keyId;
    private final String team;
    private final String topic;
    private final ECPublicKey key;
    private final Clock clock;
    private final Tomcat tomcat = new Tomcat();
    private final Path directory;
    private final PushRefusal.Refusals refusals = new PushRefusal.Refusals();
    private final List<Notification> sent = new CopyOnWriteArrayList<>();
    private final List<String> breaches = new CopyOnWriteArrayList<>();
    private String token = "";
    private Instant since = Instant.EPOCH;

    public ApnsSimulator(String keyId, String team, String topic, ECPublicKey key, Clock clock) {
        this.keyId = keyId;
        this.team = team;
        this.topic = topic;
        this.key = key;
        this.clock = clock;
        try {
            directory = Files.createTempDirectory("apns");
            tomcat.setBaseDir(directory.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tomcat.setHostname("localhost");
        tomcat.setPort(0);
        tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
        StandardContext context = (StandardContext) tomcat.addContext("", null);
        // No class loader goes with it, so nothing is to be looked for.
        context.setClearReferencesThreadLocals(false);
        context.setClearReferencesRmiTargets(false);
        Tomcat.addServlet(context, "apns", new Service()).addMapping("/*");
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://localhost:" + tomcat.getConnector().getLocalPort();
    }

    public List<Notification> sentTo(String device) {
        return sent.stream().filter(each -> each.device().equals(device)).toList();
    }

    /// How the hub broke the protocol; empty is right.
    public List<String> breaches() {
        return List.copyOf(breaches);
    }

    public void refuse(String device, PushRefusal refusal) {
        refusals.add(device, refusal);
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
            FileSystemUtils.deleteRecursively(directory);
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a device was sent.
    public record Notification(String device, String collapse, JsonNode payload) {}

    /// @return the reason for which it is not accepted; empty where it is
    private synchronized String refused(String bearer) {
        try {
            SignedJWT jwt = SignedJWT.parse(bearer);
            Instant issued = jwt.getJWTClaimsSet().getIssueTime().toInstant();
            if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.ES256)
                    || !keyId.equals(jwt.getHeader().getKeyID())
                    || !team.equals(jwt.getJWTClaimsSet().getIssuer())
                    || !jwt.verify(new ECDSAVerifier(key))) {
                return "InvalidProviderToken";
            }
            if (issued.plus(OLDEST).isBefore(clock.instant())) {
                return "ExpiredProviderToken";
            }
            if (!bearer.equals(token)) {
                if (!token.isEmpty() && since.plus(OFTEN).isAfter(clock.instant())) {
                    return "TooManyProviderTokenUpdates";
                }
                token = bearer;
                since = clock.instant();
            }
            return "";
        } catch (ParseException | JOSEException _) {
            return "InvalidProviderToken";
        }
    }

    private final class Service extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] body = request.getInputStream().readAllBytes();
            String device = request.getRequestURI().replaceFirst("^/3/device/", "");
            String collapse = header(request, "apns-collapse-id");
            if (!request.getProtocol().equals("HTTP/2.0")
                    || !request.getMethod().equals("POST")) {
                breach(response, "called by " + request.getMethod() + " and " + request.getProtocol());
            } else if (!device.matches("[0-9a-fA-F]+")
                    || !header(request, "apns-push-type").equals("alert")) {
                breach(response, "no token of a device, or no type of push");
            } else if (body.length > LARGEST || collapse.getBytes(StandardCharsets.UTF_8).length > LONGEST_COLLAPSE) {
                breach(response, "it is too large");
            } else {
                take(
                        request,
                        response,
                        new Notification(device, collapse, JsonMapper.shared().readTree(body)));
            }
        }

        private void take(HttpServletRequest request, HttpServletResponse response, Notification notification)
                throws IOException {
            String refused = refused(
                    header(request, "Authorization").replace("bearer ", "").replace("Bearer ", ""));
            PushRefusal refusal = refusals.take(notification.device());
            if (!refused.isEmpty()) {
                answer(response, refused.startsWith("TooMany") ? 429 : 403, refused);
            } else if (refusal != null) {
                if (!refusal.retryAfter().isEmpty()) {
                    response.setHeader("Retry-After", refusal.retryAfter());
                }
                answer(response, refusal.status(), refusal.code());
            } else if (!header(request, "apns-topic").equals(topic)) {
                answer(response, 400, "DeviceTokenNotForTopic");
            } else {
                sent.add(notification);
                response.setStatus(200);
            }
        }

        private void breach(HttpServletResponse response, String how) throws IOException {
            breaches.add(how);
            answer(response, 400, "BadPath");
        }

        private void answer(HttpServletResponse response, int status, String reason) throws IOException {
            response.setStatus(status);
            response.setContentType("application/json");
            response.getOutputStream().write(("{\"reason\":\"" + reason + "\"}").getBytes(StandardCharsets.UTF_8));
        }

        private static String header(HttpServletRequest request, String name) {
            return Objects.requireNonNullElse(request.getHeader(name), "");
        }
    }
}
