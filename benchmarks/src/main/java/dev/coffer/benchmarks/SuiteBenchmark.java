package dev.coffer.benchmarks;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AeadParameters;
import com.google.crypto.tink.aead.AesGcmSivParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig2026;
import com.google.crypto.tink.prf.PrfSet;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.crypto.Keyring;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.MasterKeyOptions;
import dev.coffer.storage.crypto.Suite;
import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.RecordSealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What sealing and opening cost with each suite, beside Tink's bare call and one PRF in the same
 * run; and what a write and a read cost through the whole facade, into memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, and calls what sets the rest.
public class SuiteBenchmark {

  @Param({"xaes-256-gcm", "aes-256-gcm", "aes-256-gcm-siv", "aes-256-ctr-hmac-sha-256"})
  public String suite;

  @Param({"100", "1200", "16384"})
  public int length;

  private final byte[] binding = new byte[121];
  private final byte[] name = new byte[60];
  private byte[] plaintext;

  private RecordSealer sealer;
  private byte[] sealed;

  private Aead aead;
  private PrfSet prf;
  private byte[] ciphertext;

  private StorageScope scope;
  private Secret secret;

  /** Makes the keys, and something to open. */
  @Setup
  public void setUp() throws GeneralSecurityException, IOException {
    plaintext = new byte[length];
    new SplittableRandom(7).nextBytes(plaintext);
    if (suite.equals("aes-256-gcm-siv")) {
      Security.addProvider(new BouncyCastleProvider()); // For the bare call: Tink has none itself.
    }
    aead = KeysetHandle.newBuilder()
        .setConfiguration(AeadConfig2026.get())
        .addEntry(KeysetHandle.generateEntryFromParameters(parameters())
            .withFixedId(1)
            .makePrimary())
        .build()
        .getPrimitive(AeadConfig2026.get(), Aead.class);
    prf = KeysetHandle.newBuilder()
        .setConfiguration(PrfConfig2026.get())
        .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedPrfParameters.HMAC_SHA256_PRF)
            .withFixedId(1)
            .makePrimary())
        .build()
        .getPrimitive(PrfConfig2026.get(), PrfSet.class);
    ciphertext = aead.encrypt(plaintext, binding);

    Path key = Files.createTempDirectory("coffer").resolve("master.key");
    StorageOptions options = StorageOptions.of("any").with("master-key", "file:" + key);
    try (MasterKey masterKey = MasterKeyOptions.openOrCreate(options);
        Keyring keyring =
            Keyring.create(masterKey, new byte[16], Suite.withId(suite).orElseThrow())) {
      sealer = keyring.sealer();
      MemoryBackend backend = new MemoryBackend();
      scope =
          SecureStorage.over(backend).sealer(keyring.sealer()).build().scoped("tenant7", "alice");
    }
    sealed = sealer.seal(1, plaintext, binding);
    secret = Secret.of(plaintext);
    scope.write("refresh_token", secret);
  }

  private AeadParameters parameters() throws GeneralSecurityException {
    return switch (suite) {
      case "xaes-256-gcm" -> PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE;
      case "aes-256-gcm" -> PredefinedAeadParameters.AES256_GCM;
      case "aes-256-gcm-siv" ->
        AesGcmSivParameters.builder()
            .setKeySizeBytes(32)
            .setVariant(AesGcmSivParameters.Variant.TINK)
            .build();
      default -> PredefinedAeadParameters.AES256_CTR_HMAC_SHA256;
    };
  }

  /** Tink alone: one encryption and one PRF. */
  @Benchmark
  public int bareSeal() throws GeneralSecurityException {
    return aead.encrypt(plaintext, binding).length + prf.computePrimary(name, 16)[0];
  }

  /** The sealer: as much. */
  @Benchmark
  public int seal() {
    return sealer.seal(1, plaintext, binding).length + sealer.digest(name)[0];
  }

  /** Tink alone: one decryption and one PRF. */
  @Benchmark
  public int bareOpen() throws GeneralSecurityException {
    return aead.decrypt(ciphertext, binding).length + prf.computePrimary(name, 16)[0];
  }

  /** The sealer: as much. */
  @Benchmark
  public int open() throws GeneralSecurityException {
    return sealer.open(1, sealed, binding).length + sealer.digest(name)[0];
  }

  /** A whole write: name and value are padded and sealed, the key digested, the record put. */
  @Benchmark
  public Object write() {
    return scope.write("refresh_token", secret);
  }

  /** A whole read. */
  @Benchmark
  public Object read() {
    return scope.read("refresh_token");
  }
}
