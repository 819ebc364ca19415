package dev.coffer.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key service on this machine that speaks the protocols of AWS (JSON, by {@code X-Amz-Target})
 * and of Google Cloud (REST), for one key of its own, and takes 4,096 bytes at most.
 */
final class LocalKeyService implements AutoCloseable {

  static final String AWS_KEY =
      "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  static final String GCP_KEY = "projects/p/locations/global/keyRings/coffer/cryptoKeys/main";

  private static final int LIMIT = 4_096;

  final AtomicInteger calls = new AtomicInteger();
  volatile boolean refusing;

  private final HttpServer server;
  private final SecretKeySpec key;

  LocalKeyService() throws IOException {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    key = new SecretKeySpec(bytes, "AES");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.incrementAndGet();
      boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      InputStream in = exchange.getRequestBody();
      byte[] sent = (zipped ? new GZIPInputStream(in) : in).readAllBytes();
      JsonObject request = JsonParser.parseString(new String(sent, UTF_8)).getAsJsonObject();
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      JsonObject answer = new JsonObject();
      int status = 200;
      try {
        if (refusing) {
          throw new GeneralSecurityException("refusing");
        }
        if (target == null) {
          google(exchange.getRequestURI().getPath(), request, answer);
        } else {
          amazon(target, request, answer);
        }
      } catch (GeneralSecurityException refused) {
        status = 400;
        answer.addProperty("__type", "AccessDeniedException");
        answer.addProperty("message", "hunter2");
      }
      byte[] body = answer.toString().getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void amazon(String target, JsonObject request, JsonObject answer)
      throws GeneralSecurityException {
    byte[] binding = request.get("EncryptionContext").toString().getBytes(UTF_8);
    answer.addProperty("KeyId", AWS_KEY);
    if (target.equals("TrentService.Encrypt")) {
      answer.addProperty("CiphertextBlob", base64(seal(bytes(request.get("Plaintext")), binding)));
    } else {
      answer.addProperty("Plaintext", base64(open(bytes(request.get("CiphertextBlob")), binding)));
    }
  }

  private void google(String path, JsonObject request, JsonObject answer)
      throws GeneralSecurityException {
    byte[] binding = bytes(request.get("additionalAuthenticatedData"));
    answer.addProperty("name", GCP_KEY + "/cryptoKeyVersions/1");
    if (path.equals("/v1/" + GCP_KEY + ":encrypt")) {
      answer.addProperty("ciphertext", base64(seal(bytes(request.get("plaintext")), binding)));
    } else {
      answer.addProperty("plaintext", base64(open(bytes(request.get("ciphertext")), binding)));
    }
  }

  private byte[] seal(byte[] plaintext, byte[] binding) throws GeneralSecurityException {
    if (plaintext.length > LIMIT) {
      throw new GeneralSecurityException("too long");
    }
    byte[] nonce = new byte[12];
    new SecureRandom().nextBytes(nonce);
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
    gcm.updateAAD(binding);
    byte[] sealed = new byte[nonce.length + gcm.getOutputSize(plaintext.length)];
    System.arraycopy(nonce, 0, sealed, 0, nonce.length);
    gcm.doFinal(plaintext, 0, plaintext.length, sealed, nonce.length);
    return sealed;
  }

  private byte[] open(byte[] sealed, byte[] binding) throws GeneralSecurityException {
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, sealed, 0, 12));
    gcm.updateAAD(binding);
    return gcm.doFinal(sealed, 12, sealed.length - 12);
  }

  /** Either alphabet: Google's clients write the one for URLs. */
  private static byte[] bytes(@Nullable JsonElement text) {
    return text == null
        ? new byte[0]
        : Base64.getUrlDecoder().decode(text.getAsString().replace('+', '-').replace('/', '_'));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
