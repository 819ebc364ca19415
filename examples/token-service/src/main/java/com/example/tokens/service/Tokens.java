package com.example.tokens.service;

import dev.coffer.storage.ConflictException;
import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialStorage;
import dev.coffer.storage.credentials.oauth2.OAuth2Client;
import dev.coffer.storage.credentials.oauth2.OAuth2Refresher;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** All that the service needs to keep tokens: a storage, a refresher, and a manager over both. */
@Configuration
class Tokens {

  static final String CLIENT = "token-service";
  private static final String PREFIX = "ts-secret-";

  @Bean
  CredentialStorage storage(Settings settings) {
    return CredentialStorage.open(CLIENT, settings.storage());
  }

  /** The service's own secret at the provider, made by the first instance and kept beside. */
  @Bean
  Secret clientSecret(CredentialStorage storage) {
    StorageScope scope = storage.scope().scoped("client");
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    try {
      Secret secret = Secret.of(PREFIX + HexFormat.of().formatHex(random));
      scope.write("secret", secret, WriteOption.ifAbsent());
      return secret;
    } catch (ConflictException another) {
      return scope.read("secret").map(Entry::value).orElseThrow();
    }
  }

  @Bean
  OAuth2Refresher provider(Settings settings, Secret clientSecret) {
    return OAuth2Refresher.builder(
            settings.provider("/oauth2/token"), OAuth2Client.secretInHeader(CLIENT, clientSecret))
        .revocationEndpoint(settings.provider("/oauth2/revoke"))
        .build();
  }

  @Bean
  CredentialManager credentials(
      CredentialStorage storage, OAuth2Refresher provider, History history, Settings settings) {
    return CredentialManager.builder(storage.scope(), history.counting(provider))
        .revoker(provider)
        .listener(history)
        .skew(settings.skew())
        .build();
  }
}
