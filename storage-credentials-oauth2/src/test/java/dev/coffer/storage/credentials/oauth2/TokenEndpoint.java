package dev.coffer.storage.credentials.oauth2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.coffer.storage.Secret;
import dev.coffer.storage.credentials.TokenSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A provider over HTTP that rotates refresh tokens and takes their reuse for theft: it ends the
 * whole session then, but for those that come back within its grace.
 */
final class TokenEndpoint implements AutoCloseable {

  /** A session at the provider; within the grace, a token that was used gives the latest again. */
  private static final class Grant {
    private int generation = 1;
    private boolean ended;
    private long rotated = System.nanoTime();
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Duration grace;
  private final int lifetimeSeconds;
  private final Map<String, Grant> grants = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();
  private final List<String> revoked = new ArrayList<>();
  private int rotations;
  private int repeats;

  TokenEndpoint(int lifetimeSeconds, Duration grace) throws IOException {
    this.lifetimeSeconds = lifetimeSeconds;
    this.grace = grace;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/token", exchange -> answer(exchange, this::token));
    server.createContext("/revoke", exchange -> answer(exchange, this::revoke));
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** What a browser brings home for a new session. */
  synchronized TokenSet signIn(String name) {
    grants.put(name, new Grant());
    return TokenSet.builder(Secret.of("access." + name + ".1"))
        .refreshToken(Secret.of("refresh." + name + ".1"))
        .accessTokenExpiresAt(Instant.now().plusSeconds(lifetimeSeconds))
        .build();
  }

  synchronized int rotations() {
    return rotations;
  }

  /** How many requests came with a refresh token that had been used. */
  synchronized int repeats() {
    return repeats;
  }

  /** How often each refresh token was sent. */
  synchronized Map<String, Integer> uses() {
    return Map.copyOf(uses);
  }

  synchronized List<String> revoked() {
    return List.copyOf(revoked);
  }

  private record Answer(int status, String json) {}

  private interface Endpoint {
    Answer to(Map<String, String> form);
  }

  private static void answer(HttpExchange exchange, Endpoint endpoint) throws IOException {
    try (exchange) {
      Answer answer = endpoint.to(form(exchange));
      byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  static Map<String, String> form(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private synchronized Answer token(Map<String, String> form) {
    String token = form.get("refresh_token");
    uses.merge(token, 1, Integer::sum);
    String[] parts = token.split("\\.", -1);
    Grant grant = grants.get(parts[1]);
    int generation = Integer.parseInt(parts[2]);
    if (!"refresh_token".equals(form.get("grant_type")) || grant == null || grant.ended) {
      return new Answer(400, "{\"error\":\"invalid_grant\"}");
    }
    if (generation != grant.generation) {
      repeats++;
      boolean late = System.nanoTime() - grant.rotated > grace.toNanos();
      if (late) {
        grant.ended = true;
        return new Answer(
            400, "{\"error\":\"invalid_grant\",\"error_description\":\"reuse detected\"}");
      }
    } else {
      grant.generation++;
      grant.rotated = System.nanoTime();
      rotations++;
    }
    String name = parts[1] + "." + grant.generation;
    return new Answer(
        200,
        "{\"access_token\":\"access." + name + "\",\"token_type\":\"Bearer\",\"expires_in\":"
            + lifetimeSeconds + ",\"refresh_token\":\"refresh." + name + "\"}");
  }

  private synchronized Answer revoke(Map<String, String> form) {
    String token = form.get("token");
    revoked.add(token);
    Grant grant = grants.get(token.split("\\.", -1)[1]);
    if (grant != null) {
      grant.ended = true;
    }
    return new Answer(200, "");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
