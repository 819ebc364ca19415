package dev.coffer.storage.crypto;

import com.google.crypto.tink.Aead;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * One key of a Vault's transit engine: each call is a request, whose associated data the engine
 * binds (Vault 1.9 and later).
 */
final class VaultTransit implements Aead {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_ANSWER = 64 * 1024;

  private final HttpClient http;
  private final URI encrypt;
  private final URI decrypt;
  private final String token;
  private final Optional<String> namespace;

  VaultTransit(
      HttpClient http, URI encrypt, URI decrypt, String token, Optional<String> namespace) {
    this.http = http;
    this.encrypt = encrypt;
    this.decrypt = decrypt;
    this.token = token;
    this.namespace = namespace;
  }

  @Override
  public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws KeyServiceException {
    byte[] encoded = Base64.getEncoder().encode(plaintext);
    try {
      return ask(encrypt, "plaintext", encoded, associatedData, "ciphertext")
          .getBytes(StandardCharsets.US_ASCII);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  @Override
  public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws KeyServiceException {
    for (byte character : ciphertext) {
      if (character < ' ' || character == '"' || character == '\\') {
        throw new KeyServiceException("what the slot holds is none of its ciphertexts");
      }
    }
    String plaintext = ask(decrypt, "ciphertext", ciphertext, associatedData, "plaintext");
    try {
      return Base64.getDecoder().decode(plaintext);
    } catch (IllegalArgumentException noBase64) {
      throw new KeyServiceException("its answer is not what such a service answers");
    }
  }

  private String ask(URI where, String field, byte[] text, byte[] associatedData, String wanted)
      throws KeyServiceException {
    byte[] body = body(field, text, associatedData);
    HttpRequest.Builder request = HttpRequest.newBuilder(where)
        .timeout(TIMEOUT)
        .header("X-Vault-Token", token)
        .header("X-Vault-Request", "true")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(body));
    namespace.ifPresent(name -> request.header("X-Vault-Namespace", name));
    try {
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        byte[] bytes = in.readNBytes(MAX_ANSWER);
        if (answer.statusCode() != 200) {
          throw new KeyServiceException("it answered with the status " + answer.statusCode());
        }
        return field(bytes, wanted);
      }
    } catch (IOException failure) {
      throw new KeyServiceException("it did not answer, " + failure.getClass().getName());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new KeyServiceException("the thread was interrupted while it waited");
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  /** JSON by hand, in bytes that can be wiped; base64 and ciphertexts need no escapes. */
  private static byte[] body(String field, byte[] text, byte[] associatedData) {
    ByteArrayOutputStream json = new ByteArrayOutputStream(8 * 1024);
    json.writeBytes(("{\"" + field + "\":\"").getBytes(StandardCharsets.US_ASCII));
    json.writeBytes(text);
    json.writeBytes("\",\"associated_data\":\"".getBytes(StandardCharsets.US_ASCII));
    json.writeBytes(Base64.getEncoder().encode(associatedData));
    json.writeBytes("\"}".getBytes(StandardCharsets.US_ASCII));
    return json.toByteArray();
  }

  private static String field(byte[] answer, String name) throws KeyServiceException {
    try {
      JsonObject json =
          JsonParser.parseString(new String(answer, StandardCharsets.UTF_8)).getAsJsonObject();
      return json.getAsJsonObject("data").get(name).getAsString();
    } catch (RuntimeException other) {
      throw new KeyServiceException("its answer is not what such a service answers");
    }
  }
}
