package com.example.tokens.provider;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks who listens at an address before anybody's password or secret goes there. */
final class Discovery {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Discovery() {}

  /**
   * Whether the provider of this address is there; false if nothing is.
   *
   * @throws IllegalStateException if something else is
   */
  static boolean find(URI address) {
    try {
      String issuer = issuer(address);
      if (issuer.equals(address.toString())) {
        return true;
      }
      throw somethingElse(address, null);
    } catch (ConnectException nothing) {
      return false;
    } catch (IOException | JacksonException strange) {
      throw somethingElse(address, strange);
    }
  }

  private static String issuer(URI address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(
            address.resolve("/.well-known/openid-configuration"))
        .timeout(PATIENCE)
        .build();
    HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    try {
      String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return new JsonMapper().readTree(answer).path("issuer").asString("");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private static IllegalStateException somethingElse(URI address, Exception cause) {
    return new IllegalStateException(
        "What listens at " + address + " is no provider with that issuer.", cause);
  }
}
