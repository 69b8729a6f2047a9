package io.omnihub.channel.steps;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/// Makes a JWT by which an inbox says who it is.
final class SignedToken {

    private static final Duration VALID = Duration.ofHours(1);

    private SignedToken() {}

    /// As whoever has the public key of that name takes it for a token.
    static String byEs256(String keyId, String issuer, Instant now, String key)
            throws GeneralSecurityException, JOSEException {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .issueTime(Date.from(now))
                .build();
        return signed(header, claims, new ECDSASigner(privateKey("EC", key), Curve.P_256));
    }

    /// With which an access token is asked for (RFC 7523).
    ///
    /// @param scope    empty for none
    /// @param audience where it is asked for
    static String byRs256(String issuer, String scope, String audience, Instant now, String key)
            throws GeneralSecurityException, JOSEException {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(VALID)));
        if (!scope.isEmpty()) {
            claims.claim("scope", scope);
        }
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).build(),
                claims.build(),
                new RSASSASigner(privateKey("RSA", key)));
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    /// PKCS #8 in Base64, be it with the lines of PEM around it and with line ends written as `\n`, as keys come in
    /// JSON.
    private static PrivateKey privateKey(String algorithm, String text) throws GeneralSecurityException {
        String base64 =
                text.replaceAll("-----[A-Z ]+-----", "").replace("\\n", "").replaceAll("\\s", "");
        byte[] bytes = Base64.getDecoder().decode(base64);
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }
}
