package io.omnihub.visitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.omnihub.TestClock;
import io.omnihub.contact.Contact;
import io.omnihub.contact.Originals;
import io.omnihub.contact.TestOriginals;
import io.omnihub.identity.TenantRegistry;
import io.omnihub.keys.TenantKeys;
import io.omnihub.keys.TestKeys;
import io.omnihub.message.InvalidMessageException;
import io.omnihub.message.TenantId;
import io.omnihub.store.Database;
import io.omnihub.store.Databases;
import io.omnihub.store.Tenants;
import io.omnihub.store.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who a visitor is, by the hub's token and by the JWT of a site's server.
final class VisitorsTests {

    private static final String SECRET = "a secret of the shop's own server, long";
    private static final String OTHER_SECRET = "a secret of another site's server, long";

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private Databases databases;
    private Originals originals;
    private TenantRegistry tenants;
    private TenantKeys keys;
    private Visitors visitors;
    private Site shop;
    private Site other;
    private Site anonymous;

    @BeforeEach
    void open() {
        databases = TestDatabases.open(Database.Kind.SQLITE, directory);
        tenants = new TenantRegistry(databases.database(), clock);
        tenants.ensure(TenantId.DEFAULT, "Default", ZoneId.of("UTC"));
        Map<String, SiteProperties> configured = new LinkedHashMap<>();
        configured.put("shop", site(SECRET));
        configured.put("other", site(OTHER_SECRET));
        configured.put("anonymous", site(""));
        Sites sites = new Sites(new SitesProperties(configured));
        keys = TestKeys.open(databases.database(), directory.resolve("keys"));
        originals = TestOriginals.open(databases.database(), keys);
        visitors = new Visitors(keys, originals, tenants, sites, clock);
        shop = sites.find("shop").orElseThrow();
        other = sites.find("other").orElseThrow();
        anonymous = sites.find("anonymous").orElseThrow();
    }

    @Test
    void theSitesOwnIdIsKeptEncryptedAndFound() throws JOSEException {
        String user = jwt(SECRET, claims().subject("customer-4711").build());
        Visitor ada = visitors.issue(shop, user, "").visitor();
        visitors.issue(shop, user, "");

        assertThat(ada.id()).startsWith("u-").doesNotContain("customer");
        Contact.Identity identity = new Contact.Identity(shop.inbox().id(), ada.id());
        assertThat(originals.of(TenantId.DEFAULT, List.of(identity))).isEqualTo(Map.of(identity, "customer-4711"));
        assertThat(found("customer-4711")).containsExactly(ada.id());
        assertThat(found("customer-471")).isEmpty();
        List<byte[]> stored = databases
                .database()
                .read(
                        Tenants.ALL,
                        tx -> tx.sql()
                                .sql("select sealed from external_original")
                                .query((row, _) -> row.getBytes(1))
                                .list());
        assertThat(stored).hasSize(1);
        assertThat(new String(stored.getFirst(), StandardCharsets.ISO_8859_1)).doesNotContain("customer");
    }

    private List<String> found(String original) {
        return databases
                .database()
                .read(Tenants.of(TenantId.DEFAULT), tx -> originals.externalIds(tx, TenantId.DEFAULT, original));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void whoTheSiteVouchesForIsTheSameEachTimeAndElsewhereAnother() throws JOSEException {
        Visitors.Issued first = visitors.issue(shop, jwt(SECRET, claims().build()), "");
        Visitors.Issued again = visitors.issue(
                shop, jwt(SECRET, claims().claim("name", "Han Meimei").build()), "");
        Visitors.Issued elsewhere = visitors.issue(other, jwt(OTHER_SECRET, claims().build()), "");

        assertThat(first.visitor().identified()).isTrue();
        assertThat(again.visitor().id()).isEqualTo(first.visitor().id()).doesNotContain("customer");
        assertThat(again.visitor().name()).isEqualTo("Han Meimei");
        assertThat(visitors.conversation(elsewhere.visitor())).isNotEqualTo(visitors.conversation(first.visitor()));
        assertThat(visitors.find(first.token())).contains(first.visitor());
    }

    /// Whatever its parts are once they are read.
    @Test
    void whatIsNoTokenOfOursIsNobodys() {
        for (String claimed : List.of("null", "{}", "[]", "7", "\"x\"", "{\"site\":null}", "{\"site\":7}", "")) {
            String token = "v1." + Base64.getUrlEncoder().encodeToString(claimed.getBytes(StandardCharsets.UTF_8));
            assertThat(visitors.find(token + ".AAAA")).as(claimed).isEmpty();
            assertThat(visitors.find(token + ".")).as(claimed).isEmpty();
        }
    }

    @Test
    void aJwtThatBreaksARuleIsRefusedByName() throws JOSEException {
        Map<String, String> broken = new LinkedHashMap<>();
        broken.put("must be signed with the site's secret", jwt(OTHER_SECRET, claims().build()));
        broken.put("must be signed with HS256", jwt(JWSAlgorithm.HS512, SECRET + SECRET, claims().build()));
        broken.put("must be a JWT", new PlainJWT(claims().build()).serialize());
        broken.put("must have a subject", jwt(SECRET, claims().subject(" ").build()));
        broken.put(
                "must have an expiry", jwt(SECRET, claims().expirationTime(null).build()));
        broken.put("has expired", jwt(SECRET, expiring(Duration.ofSeconds(-61))));
        broken.put("must expire within an hour", jwt(SECRET, expiring(Duration.ofSeconds(3_661))));
        broken.put(
                "is not valid yet",
                jwt(SECRET, claims().notBeforeTime(at(Duration.ofSeconds(61))).build()));
        broken.put(
                "must have a name of at most 200 characters",
                jwt(SECRET, claims().claim("name", "x".repeat(201)).build()));
        broken.put(
                "must have a name without control characters",
                jwt(SECRET, claims().claim("name", "Han\u0000Meimei").build()));
        broken.put("must not be longer than 4096 characters", "x".repeat(4_097));

        broken.forEach((problem, jwt) -> assertThatThrownBy(() -> visitors.issue(shop, jwt, ""))
                .as(problem)
                .isInstanceOfSatisfying(InvalidMessageException.class, e -> {
                    assertThat(e.field()).isEqualTo("user");
                    assertThat(e.problem()).isEqualTo(problem);
                }));
    }

    @Test
    void aCriticalHeaderThatNobodyKnowsIsRefused() throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .criticalParams(Set.of("future"))
                .customParam("future", "yes")
                .build();
        String jwt = sign(header, SECRET, claims().build());

        assertThatThrownBy(() -> visitors.issue(shop, jwt, "")).isInstanceOf(InvalidMessageException.class);
    }

    @Test
    void clocksMayBeAMinuteApart() throws JOSEException {
        for (Duration life : List.of(Duration.ofSeconds(-55), Duration.ofSeconds(3_655))) {
            assertThat(visitors.issue(shop, jwt(SECRET, expiring(life)), "")
                            .visitor()
                            .identified())
                    .isTrue();
        }
    }

    @Test
    void aSiteWithoutASecretVouchesForNobody() {
        assertThatThrownBy(() -> visitors.issue(anonymous, jwt(SECRET, claims().build()), ""))
                .hasMessageContaining("the site has no secret");
    }

    @Test
    void anAnonymousVisitorStaysTheSameForNinetyDaysAfterTheTokenEnded() {
        Visitors.Issued first = visitors.issue(shop, "", "");
        clock.forward(Duration.ofDays(7));
        assertThat(visitors.find(first.token())).isEmpty();

        clock.forward(Duration.ofDays(90).minusSeconds(1));
        Visitors.Issued renewed = visitors.issue(shop, "", first.token());
        assertThat(renewed.visitor().id()).isEqualTo(first.visitor().id());
        assertThat(visitors.find(renewed.token())).contains(renewed.visitor());

        clock.forward(Duration.ofDays(97).plusSeconds(1));
        assertThat(visitors.issue(shop, "", renewed.token()).visitor().id())
                .isNotEqualTo(first.visitor().id());
    }

    @Test
    void nobodyIsRenewedByATokenOfAnotherSiteOrOfSomebodyIdentifiedOrByOneThatWasChanged() throws JOSEException {
        Visitors.Issued elsewhere = visitors.issue(other, "", "");
        Visitors.Issued identified = visitors.issue(shop, jwt(SECRET, claims().build()), "");
        Visitors.Issued own = visitors.issue(shop, "", "");
        String changed = own.token().substring(0, own.token().length() - 2)
                + (own.token().endsWith("A") ? "BB" : "AA");

        for (String token : List.of(elsewhere.token(), identified.token(), changed, "v1.", "nonsense")) {
            Visitors.Issued fresh = visitors.issue(shop, "", token);
            assertThat(fresh.visitor().identified()).isFalse();
            assertThat(fresh.visitor().id())
                    .isNotIn(
                            elsewhere.visitor().id(),
                            identified.visitor().id(),
                            own.visitor().id());
        }
    }

    @Test
    void aTokenEndsWithItsSite() {
        Visitors.Issued first = visitors.issue(shop, "", "");
        Sites without = new Sites(new SitesProperties(Map.of("other", site(OTHER_SECRET))));
        Visitors later = new Visitors(keys, originals, tenants, without, clock);

        assertThat(visitors.find(first.token())).isPresent();
        assertThat(later.find(first.token())).isEmpty();
    }

    private static SiteProperties site(String secret) {
        return new SiteProperties(
                "default",
                "",
                secret,
                List.of("https://shop.example.com"),
                false,
                List.of(),
                Duration.ofHours(24),
                Map.of(),
                SiteProperties.PushText.NEUTRAL);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().subject("customer-42").expirationTime(at(Duration.ofMinutes(5)));
    }

    private JWTClaimsSet expiring(Duration fromNow) {
        return claims().expirationTime(at(fromNow)).build();
    }

    private Date at(Duration fromNow) {
        Instant time = clock.instant().plus(fromNow);
        return Date.from(time);
    }

    private static String jwt(String secret, JWTClaimsSet claims) throws JOSEException {
        return jwt(JWSAlgorithm.HS256, secret, claims);
    }

    private static String jwt(JWSAlgorithm algorithm, String secret, JWTClaimsSet claims) throws JOSEException {
        return sign(new JWSHeader(algorithm), secret, claims);
    }

    private static String sign(JWSHeader header, String secret, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }
}
