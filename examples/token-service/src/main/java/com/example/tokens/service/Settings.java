package com.example.tokens.service;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The service's settings.
 *
 * @param storage the option {@code persistence}, and those of the provider that it chooses
 * @param provider where users sign in
 * @param lifetime how long the provider's access tokens live
 * @param skew how long a token that is used lives at least
 * @param reload how often the page loads itself anew
 */
@ConfigurationProperties("tokens")
record Settings(
    Map<String, String> storage, URI provider, String lifetime, Duration skew, Duration reload) {

  /** An endpoint of the provider. */
  URI provider(String path) {
    return provider.resolve(path);
  }

  /** Without the storage's, of which one may be a URL with a password. */
  @Override
  public String toString() {
    return "Settings[storage=" + storage.keySet() + ", provider=" + provider + "]";
  }
}
