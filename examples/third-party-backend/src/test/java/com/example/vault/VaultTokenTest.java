package com.example.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An application selects the vault by its id and keeps a real token in it. */
class VaultTokenTest {

  @Test
  void keepsAJwt() throws Exception {
    String jwt = signedJwt();
    assertTrue(jwt.length() >= 800 && jwt.length() <= 4_000, "a real token's length");

    try (SecureStorage storage = SecureStorage.open("vault", Map.of())) {
      StorageScope alice = storage.scoped("tenant7", "alice");
      alice.write("refresh_token", Secret.of(jwt));

      Optional<String> read =
          alice.read("refresh_token").map(Entry::value).map(Secret::revealString);
      assertEquals(Optional.of(jwt), read);

      alice.clear();
      assertEquals(Optional.empty(), alice.read("refresh_token"));
    }
  }

  private static String signedJwt() throws JOSEException, NoSuchAlgorithmException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2_048);
    JWTClaimsSet claims = new JWTClaimsSet.Builder()
        .issuer("https://login.example.com/tenant7")
        .subject("alice")
        .audience("https://api.example.com")
        .claim("scope", "openid profile offline_access")
        .claim("groups", Collections.nCopies(20, "d290f1ee-6c54-4b01-90e6-d701748f0851"))
        .build();
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
    jwt.sign(new RSASSASigner(keys.generateKeyPair().getPrivate()));
    return jwt.serialize();
  }
}
