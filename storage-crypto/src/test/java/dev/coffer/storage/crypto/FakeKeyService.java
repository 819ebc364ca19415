package dev.coffer.storage.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A key service that is within reach of a test: it takes and gives 4,096 bytes at most, each call
 * takes its time on a clock that only it moves, it can be down, and it counts what it is asked.
 */
final class FakeKeyService implements KmsClient {

  static final String KEY = "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/"
      + "1234abcd-12ab-34cd-56ef-1234567890ab";

  static final int LIMIT = 4_096;
  static final Duration LATENCY = Duration.ofMillis(40);

  final AtomicInteger calls = new AtomicInteger();
  final AtomicReference<Duration> spent = new AtomicReference<>(Duration.ZERO);
  volatile boolean down;

  private final Map<String, Aead> keys = new ConcurrentHashMap<>();

  @Override
  public boolean doesSupport(String uri) {
    return uri.startsWith("aws-kms://");
  }

  @Override
  public KmsClient withCredentials(String file) {
    return this;
  }

  @Override
  public KmsClient withDefaultCredentials() {
    return this;
  }

  @Override
  public Aead getAead(String uri) {
    Aead key = keys.computeIfAbsent(uri, FakeKeyService::newKey);
    return new Aead() {
      @Override
      public byte[] encrypt(byte[] plaintext, byte[] associatedData)
          throws GeneralSecurityException {
        return answered(key.encrypt(asked(plaintext), associatedData));
      }

      @Override
      public byte[] decrypt(byte[] ciphertext, byte[] associatedData)
          throws GeneralSecurityException {
        return answered(key.decrypt(asked(ciphertext), associatedData));
      }
    };
  }

  private static Aead newKey(String uri) {
    byte[] bytes = new byte[32];
    System.arraycopy(uri.getBytes(UTF_8), uri.length() - 32, bytes, 0, 32);
    try {
      return RawAead.of(bytes);
    } catch (GeneralSecurityException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private byte[] asked(byte[] input) {
    calls.incrementAndGet();
    spent.updateAndGet(time -> time.plus(LATENCY));
    if (down) {
      throw new IllegalStateException("Unable to execute HTTP request: hunter2");
    }
    return answered(input);
  }

  private static byte[] answered(byte[] bytes) {
    if (bytes.length > LIMIT) {
      throw new IllegalArgumentException("ValidationException: hunter2");
    }
    return bytes;
  }
}
