package dev.coffer.benchmarks;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.Version;
import dev.coffer.storage.jdbc.JdbcProvider;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One record put into H2, durable and not, beside the least that durability can cost: the same
 * bytes appended to a file and forced. In one run, on the disk of the temporary directory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(3)
public class JdbcPutBenchmark {

  private static final int RECORDS = 1_000;
  private static final int SEALED_NAME = 96;
  private static final int SEALED_VALUE = 1_300;

  /** Where a record goes. */
  public enum Place {
    /** H2 as Coffer opens it: saved and forced at each commit. */
    H2_DURABLE(""),
    /** H2 as it comes: saved half a second later, and never forced. */
    H2_DEFAULT(";WRITE_DELAY=500"),
    /** A file to which the record is appended, and which is forced. */
    APPEND_AND_FORCE("");

    private final String settings;

    Place(String settings) {
      this.settings = settings;
    }
  }

  @Param
  Place place = Place.H2_DURABLE;

  private final byte[] value = new byte[SEALED_VALUE];
  private final byte[] name = new byte[SEALED_NAME];
  private Path directory = Path.of("");
  private Optional<StorageBackend> backend = Optional.empty();
  private Optional<FileChannel> file = Optional.empty();

  /** Opens the place, with all records in it. */
  @Setup
  public void open() throws IOException {
    new SplittableRandom(1).nextBytes(value);
    directory = Files.createTempDirectory("coffer-benchmark");
    if (place == Place.APPEND_AND_FORCE) {
      file = Optional.of(FileChannel.open(
          directory.resolve("log"), StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
      return;
    }
    backend = Optional.of(new JdbcProvider()
        .open(StorageOptions.of("jdbc")
            .with("url", "jdbc:h2:" + directory.resolve("records") + place.settings)
            .with("create", "true")));
    for (int number = 0; number < RECORDS; number++) {
      put(backend.get(), record(number, new byte[Version.LENGTH]));
    }
  }

  /** Closes it, and removes its files. */
  @TearDown
  public void close() throws IOException {
    backend.ifPresent(StorageBackend::close);
    if (file.isPresent()) {
      file.get().close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** One thread's random numbers. */
  @State(Scope.Thread)
  public static class Source {
    private final SplittableRandom random =
        new SplittableRandom(Thread.currentThread().getId());
    private final byte[] version = new byte[Version.LENGTH];
  }

  /** One caller. */
  @Benchmark
  @Threads(1)
  public void putByOne(Source source) throws IOException {
    put(source);
  }

  /** Eight callers. */
  @Benchmark
  @Threads(8)
  public void putByEight(Source source) throws IOException {
    put(source);
  }

  private void put(Source source) throws IOException {
    source.random.nextBytes(source.version);
    if (backend.isPresent()) {
      put(backend.get(), record(source.random.nextInt(RECORDS), source.version));
      return;
    }
    ByteBuffer record = ByteBuffer.allocate(SEALED_NAME + SEALED_VALUE);
    record.put(name).put(value).flip();
    FileChannel log = file.orElseThrow();
    while (record.hasRemaining()) {
      log.write(record);
    }
    log.force(false);
  }

  private StoredRecord record(int number, byte[] version) {
    byte[] id = ByteBuffer.allocate(51).put(0, (byte) 1).putInt(2, number).array();
    return StoredRecord.builder(RecordId.of(id), Version.of(version))
        .name(name)
        .value(value)
        .build();
  }

  private static void put(StorageBackend backend, StoredRecord record) {
    backend.apply(List.of(Change.put(record, Expectation.ANY)), 0);
  }
}
