package dev.coffer.storage.file;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Logs without a keyring: their MAC key is fixed, and nothing in them is sealed. */
final class Logs {

  static final long NOW = 1_000_000;

  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  private Logs() {}

  /** A MAC key for each log id, as a keyring derives one. */
  static byte[] macKey(byte[] logId) {
    byte[] key = Arrays.copyOf(logId, 32);
    Arrays.fill(key, 16, 32, (byte) 7);
    return key;
  }

  static final Function<byte[], byte[]> MAC_KEYS = Logs::macKey;

  private static void ignore(String warning) {}

  /** A new log with this id, and no frame. */
  static Path create(Path directory, String name, int id) {
    byte[] logId = ByteBuffer.allocate(LogHeader.LOG_ID_LENGTH).putInt(12, id).array();
    byte[] keyring = "a keyring".getBytes(StandardCharsets.US_ASCII);
    try {
      Path log = directory.toRealPath().resolve(name);
      return Files.write(log, new LogHeader(logId, keyring).toBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static SharedLog open(Path log) {
    return open(new LocalDisk(), log);
  }

  /** What is warned of when the log is opened. */
  static List<String> warningsOfOpening(Path log) {
    List<String> warnings = new ArrayList<>();
    SharedLog.open(new LocalDisk(), log, MAC_KEYS, StoreLock.of(log, LOCK_TIMEOUT), warnings::add)
        .close();
    return warnings;
  }

  static SharedLog open(Disk disk, Path log) {
    return SharedLog.open(
        disk,
        log,
        MAC_KEYS,
        StoreLock.of(log, LOCK_TIMEOUT),
        Logs::ignore,
        new SharedLog.Tuning(hastyClock(), 2 << 20));
  }

  static ReadOnlyLog openReadOnly(Path log) {
    return ReadOnlyLog.open(new LocalDisk(), log, MAC_KEYS, Logs::ignore, hastyClock());
  }

  /** A clock by which it is always time to look again at what a path leads to. */
  private static LongSupplier hastyClock() {
    AtomicLong nanos = new AtomicLong();
    return () -> nanos.addAndGet(Lookout.LOOK_AFTER.toNanos());
  }

  static RecordId id(int number) {
    return RecordId.of(ByteBuffer.allocate(8).putInt(0x01000000).putInt(number).array());
  }

  static StoredRecord record(int number, String value) {
    byte[] version =
        ByteBuffer.allocate(Version.LENGTH).putInt(value.hashCode()).array();
    return StoredRecord.builder(id(number), Version.of(version))
        .epoch(1)
        .suite(1)
        .name(("name of record " + number).getBytes(StandardCharsets.US_ASCII))
        .value(value.getBytes(StandardCharsets.US_ASCII))
        .build();
  }

  static Change put(int number, String value) {
    return Change.put(record(number, value), Expectation.ANY);
  }

  static Change remove(int number) {
    return Change.remove(id(number), Expectation.ANY);
  }

  static void apply(Log log, Change... changes) {
    log.apply(List.of(changes), NOW);
  }

  static Optional<String> value(Log log, int number) {
    return log.records()
        .get(id(number))
        .map(record -> new String(record.value(), StandardCharsets.US_ASCII));
  }

  /** Where the frames of a sound log begin, and where the last one ends. */
  static List<Integer> boundaries(Path log) {
    try (LogFile file = new LocalDisk().open(log, false)) {
      LogInput in = new LogInput(file);
      List<Integer> boundaries = new ArrayList<>();
      long at = LogHeader.read(in).length();
      boundaries.add((int) at);
      while (at < in.length()) {
        at += Frame.read(in, at).orElseThrow().length();
        boundaries.add((int) at);
      }
      return boundaries;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
