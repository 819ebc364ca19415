package dev.coffer.benchmarks;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Random entries got from an encrypted file, beside the least that can cost: opening a value. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked // JMH calls fill() before anything else.
public class FileGetBenchmark {

  private static final int ENTRIES = 10_000;
  private static final byte[] ASSOCIATED_DATA = new byte[150];

  private Scratch scratch;
  private CofferFile coffer;
  private Aead aead;
  private byte[] sealed;

  /** Fills the store. */
  @Setup
  public void fill() throws Exception {
    scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")));
    coffer = CofferFile.open(Files.createDirectory(scratch.directory().resolve("get")), ENTRIES);
    coffer.fill(ENTRIES);
    aead = aead();
    sealed = aead.encrypt(new Values(1).next(), ASSOCIATED_DATA);
  }

  /** The AEAD that Coffer seals with, by itself. */
  private static Aead aead() throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .setConfiguration(AeadConfig2026.get())
        .addEntry(KeysetHandle.generateEntryFromParameters(
                PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE)
            .withRandomId()
            .makePrimary())
        .build()
        .getPrimitive(AeadConfig2026.get(), Aead.class);
  }

  /** Removes it. */
  @TearDown
  public void close() throws Exception {
    coffer.close();
    scratch.close();
  }

  /** One thread's random numbers. */
  @State(Scope.Thread)
  public static class Source {
    private final Values values = new Values(Thread.currentThread().getId());
  }

  /** The value of a random entry. */
  @Benchmark
  public byte[] get(Source source) {
    return coffer.get(source.values.entryBelow(ENTRIES));
  }

  /** 1,200 bytes opened, and nothing else. */
  @Benchmark
  public byte[] openValue() throws GeneralSecurityException {
    return aead.decrypt(sealed, ASSOCIATED_DATA);
  }
}
