package dev.coffer.benchmarks;

import dev.coffer.storage.Batch;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.ResealProgress;
import dev.coffer.storage.crypto.TinkSealerProvider;
import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Sealing a whole store anew, beside the least that it can cost: the same records, put into the
 * same backend as they are, a hundred in a step. In one run, on the disk of the temporary
 * directory. Reseal is to reach half of the other's rate.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class ResealBenchmark {

  private static final int RECORDS = 10_000;
  private static final int SECRET = 1_200;

  /** Where the records are. */
  public enum Place {
    /** An encrypted file. */
    FILE,
    /** H2, saved and forced at each commit. */
    H2_DURABLE,
    /** A map. */
    MEMORY
  }

  @Param
  Place place = Place.FILE;

  private final MemoryBackend memory = new MemoryBackend();
  private Path directory = Path.of("");
  private StorageOptions options = StorageOptions.of("memory");
  private Optional<StorageBackend> backend = Optional.empty();
  private Optional<KeyAdministration> keys = Optional.empty();
  private List<List<StoredRecord>> steps = List.of();

  /** Makes a store with all records in it. */
  @Setup
  public void open() throws IOException {
    directory = Files.createTempDirectory("coffer-benchmark");
    options = options(place)
        .with("master-key", "file:" + directory.resolve("master.key"))
        .with("create", "true");
    try (SecureStorage storage = storage()) {
      for (int number = 0; number < RECORDS; number += 100) {
        Batch.Builder batch = Batch.builder();
        for (int i = number; i < number + 100; i++) {
          batch.write("k" + i, Secret.of("x".repeat(SECRET)));
        }
        storage.apply(batch.build());
      }
    }
    backend = Optional.of(openBackend());
    keys = Optional.of(KeyAdministration.over(openBackend(), options).propagation(Duration.ZERO));
  }

  private StorageOptions options(Place where) {
    return switch (where) {
      case FILE ->
        StorageOptions.of("encrypted-file").with("path", "" + directory.resolve("store"));
      case H2_DURABLE ->
        StorageOptions.of("jdbc").with("url", "jdbc:h2:" + directory.resolve("records"));
      case MEMORY -> StorageOptions.of("memory");
    };
  }

  private SecureStorage storage() {
    return place == Place.MEMORY
        ? SecureStorage.over(memory)
            .sealer(new TinkSealerProvider().open(options, memory))
            .build()
        : SecureStorage.open(options);
  }

  private StorageBackend openBackend() {
    return place == Place.MEMORY ? memory : options.openBackend();
  }

  /** Begins an epoch, and reads what the bulk is to put. */
  @Setup(Level.Iteration)
  public void rotate() {
    keys.orElseThrow().rotate();
    steps = new ArrayList<>();
    Optional<ScanRequest> request = Optional.of(ScanRequest.of(RecordId.ENTRIES, 100));
    while (request.isPresent()) {
      RecordPage page = backend.orElseThrow().scan(request.get());
      steps.add(page.records());
      request = request.get().following(page);
    }
  }

  /** Closes it, and removes its files. */
  @TearDown
  public void close() throws IOException {
    keys.ifPresent(KeyAdministration::close);
    backend.ifPresent(StorageBackend::close);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The backend's own rate. */
  @Benchmark
  public void bulk() {
    for (List<StoredRecord> step : steps) {
      List<Change> changes = new ArrayList<>();
      step.forEach(
          record -> changes.add(Change.put(record, Expectation.version(record.version()))));
      backend.orElseThrow().apply(changes, Long.MIN_VALUE);
    }
  }

  /** Sealing all of them anew. */
  @Benchmark
  public ResealProgress reseal() {
    return keys.orElseThrow().reseal(progress -> {});
  }
}
