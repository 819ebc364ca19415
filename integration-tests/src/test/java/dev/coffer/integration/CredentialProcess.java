package dev.coffer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.coffer.storage.Secret;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.CredentialStorage;
import dev.coffer.storage.credentials.TokenSet;
import dev.coffer.storage.credentials.oauth2.OAuth2Client;
import dev.coffer.storage.credentials.oauth2.OAuth2Refresher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** Another JVM: has an expired token refreshed at a provider of its own, and prints the new one. */
public final class CredentialProcess {

  private CredentialProcess() {}

  public static void main(String[] arguments) throws IOException {
    tellModule(CredentialManager.class);
    tellModule(OAuth2Refresher.class);
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/token", CredentialProcess::answer);
    provider.start();
    URI endpoint = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/token");
    OAuth2Refresher refresher =
        OAuth2Refresher.builder(endpoint, OAuth2Client.withoutSecret("client")).build();
    try (CredentialStorage storage =
            CredentialStorage.open("application", Map.of("persistence", "memory"));
        CredentialManager manager =
            CredentialManager.builder(storage.scope("alice"), refresher).build()) {
      manager.signedIn(TokenSet.builder(Secret.of("stale"))
          .refreshToken(Secret.of("refresh"))
          .accessTokenExpiresAt(Instant.EPOCH)
          .build());
      System.out.println(manager.accessToken().revealString());
    } finally {
      provider.stop(0);
    }
  }

  private static void tellModule(Class<?> type) {
    System.out.println(type.getPackageName() + " module " + type.getModule().isNamed());
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = "{\"access_token\":\"fresh\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
          .getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
