package dev.coffer.storage.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Real tokens, signed with a key of their own. */
final class Tokens {

  private final KeyPair keys;

  Tokens() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("Every JDK has RSA.", impossible);
    }
  }

  /** A signed token with so many roles, 36 characters each. */
  String token(int roles) {
    List<String> claims = Stream.generate(() -> UUID.randomUUID().toString())
        .limit(roles)
        .collect(Collectors.toList());
    SignedJWT token = new SignedJWT(
        new JWSHeader(JWSAlgorithm.RS256),
        new JWTClaimsSet.Builder()
            .issuer("https://login.example")
            .subject("alice")
            .expirationTime(Date.from(Shell.NOW.plusSeconds(3_600)))
            .claim("roles", claims)
            .build());
    try {
      token.sign(new RSASSASigner(keys.getPrivate()));
    } catch (JOSEException impossible) {
      throw new AssertionError("A fresh key signs.", impossible);
    }
    return token.serialize();
  }
}
