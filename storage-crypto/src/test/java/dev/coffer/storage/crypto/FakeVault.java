package dev.coffer.storage.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** The transit engine's two calls over HTTP, on this machine alone, for one key and one token. */
final class FakeVault implements AutoCloseable {

  static final String TOKEN = "hvs.CAESIJ-canary";

  /** "path token namespace" of each request. */
  final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /** Answers anything with this status, unless it is 200. */
  volatile int status = 200;

  private final HttpServer server;
  private final Aead key;

  FakeVault() throws IOException, GeneralSecurityException {
    key = RawAead.of(Fixtures.MASTER_KEY_BYTES);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/team/transit/encrypt/coffer", exchange -> answer(exchange, true));
    server.createContext("/v1/team/transit/decrypt/coffer", exchange -> answer(exchange, false));
    server.start();
  }

  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange, boolean encrypting) throws IOException {
    try (exchange) {
      String token = exchange.getRequestHeaders().getFirst("X-Vault-Token");
      requests.add(exchange.getRequestURI() + " " + token + " "
          + exchange.getRequestHeaders().getFirst("X-Vault-Namespace"));
      JsonObject request = JsonParser.parseString(
              new String(exchange.getRequestBody().readAllBytes(), UTF_8))
          .getAsJsonObject();
      JsonObject data = new JsonObject();
      int code = status != 200 ? status : TOKEN.equals(token) ? 200 : 403;
      try {
        byte[] binding = decoded(request, "associated_data");
        if (encrypting) {
          byte[] sealed = key.encrypt(decoded(request, "plaintext"), binding);
          data.addProperty("ciphertext", "vault:v1:" + Base64.getEncoder().encodeToString(sealed));
        } else {
          String text = request.get("ciphertext").getAsString().replace("vault:v1:", "");
          byte[] opened = key.decrypt(Base64.getDecoder().decode(text), binding);
          data.addProperty("plaintext", Base64.getEncoder().encodeToString(opened));
        }
      } catch (GeneralSecurityException | IllegalArgumentException refused) {
        code = 400;
      }
      JsonObject answer = new JsonObject();
      answer.add(code == 200 ? "data" : "errors", data);
      byte[] body = answer.toString().getBytes(UTF_8);
      exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/stolen");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] decoded(JsonObject request, String field) {
    return Base64.getDecoder().decode(request.get(field).getAsString());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
