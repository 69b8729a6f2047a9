package io.omnihub.visitor;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.omnihub.message.InvalidMessageException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads the JWT by which a site's own server says who a user of it is.
final class UserTokens {

    private static final String FIELD = "user";
    private static final int LONGEST = 4_096;
    private static final Duration LONGEST_LIFE = Duration.ofHours(1);

    /// How far the site's clock may be behind or ahead of ours.
    private static final Duration SKEW = Duration.ofMinutes(1);

    private UserTokens() {}

    /// @throws InvalidMessageException where it isn't what the site may say
    static User read(Site site, String token, Instant now) {
        if (site.secret().isEmpty()) {
            throw invalid("can't be checked: the site has no secret");
        }
        if (token.length() > LONGEST) {
            throw invalid("must not be longer than " + LONGEST + " characters");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)) {
                throw invalid("must be signed with HS256");
            }
            // The verifier compares in constant time, and refuses critical headers that it doesn't know.
            if (!jwt.verify(new MACVerifier(site.secret().getBytes(StandardCharsets.UTF_8)))) {
                throw invalid("must be signed with the site's secret");
            }
            return user(jwt.getJWTClaimsSet(), now);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw e instanceof InvalidMessageException known ? known : invalid("must be a JWT");
        }
    }

    private static User user(JWTClaimsSet claims, Instant now) throws ParseException {
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank()) {
            throw invalid("must have a subject");
        }
        if (claims.getExpirationTime() == null) {
            throw invalid("must have an expiry");
        }
        Instant expires = claims.getExpirationTime().toInstant();
        if (expires.isBefore(now.minus(SKEW))) {
            throw invalid("has expired");
        }
        if (expires.isAfter(now.plus(LONGEST_LIFE).plus(SKEW))) {
            throw invalid("must expire within an hour");
        }
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(now.plus(SKEW))) {
            throw invalid("is not valid yet");
        }
        return new User(subject, text(claims, "name", 200), text(claims, "email", 320), text(claims, "locale", 35));
    }

    private static String text(JWTClaimsSet claims, String name, int longest) throws ParseException {
        @Nullable String value = claims.getStringClaim(name);
        if (value == null) {
            return "";
        }
        if (value.length() > longest) {
            throw invalid("must have a " + name + " of at most " + longest + " characters");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw invalid("must have a " + name + " without control characters");
        }
        return value;
    }

    private static InvalidMessageException invalid(String problem) {
        return new InvalidMessageException(FIELD, problem);
    }

    /// Who the site says it is.
    record User(String subject, String name, String email, String locale) {}
}
