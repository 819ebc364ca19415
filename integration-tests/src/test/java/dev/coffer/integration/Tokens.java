package dev.coffer.integration;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The tokens of one session, as an authorization server makes them: really signed, 800 to 4,000
 * characters.
 */
final class Tokens {

  private Tokens() {}

  static Map<String, String> ofOneSession() {
    try {
      JWSSigner rsa = new RSASSASigner(new RSAKeyGenerator(2_048).keyID("rsa-1").generate());
      JWSSigner ec =
          new ECDSASigner(new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate());
      Map<String, String> tokens = new LinkedHashMap<>();
      tokens.put("access_token", signed(rsa, JWSAlgorithm.RS256, "at+jwt", 12));
      tokens.put("refresh_token", signed(rsa, JWSAlgorithm.PS256, "JWT", 40));
      tokens.put("id_token", signed(ec, JWSAlgorithm.ES256, "JWT", 15));
      return tokens;
    } catch (JOSEException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String signed(JWSSigner signer, JWSAlgorithm algorithm, String type, int roles)
      throws JOSEException {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    List<String> names =
        IntStream.range(0, roles).mapToObj(i -> "urn:role:" + UUID.randomUUID()).toList();
    JWTClaimsSet claims = new JWTClaimsSet.Builder()
        .issuer("https://issuer.example.com/realms/tenant7")
        .subject(UUID.randomUUID().toString())
        .audience(List.of("https://api.example.com", "https://files.example.com"))
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(3_600)))
        .claim("scope", "openid profile email offline_access")
        .claim("email", "alice@example.com")
        .claim("roles", names)
        .build();
    JWSHeader header = new JWSHeader.Builder(algorithm)
        .type(new JOSEObjectType(type))
        .keyID("key-1")
        .build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }
}
