package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.remove;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A power cut at any step of a workload, whatever it leaves of what was not synced, costs no
 * acknowledged write and does none by halves.
 */
@Tag("once")
class PowerCutTest {

  private static final int SECTOR = 512;

  @TempDir
  Path directory;

  private Path path;
  private RecordingDisk disk;
  private PowerCutWorkload workload;

  @BeforeEach
  void create() throws IOException {
    path = Logs.create(directory, "log", 1);
    disk = new RecordingDisk().with(path);
    workload = new PowerCutWorkload(disk, path);
  }

  @Test
  void writesOfAllKindsOutliveItOrWereNeverMade() throws IOException {
    try (SharedLog log = Logs.open(disk, path)) {
      writeAllKinds(log);
    }

    assertThat(workload.verifyEveryCut(directory.resolve("wreck"))).isGreaterThan(1_000);
  }

  @Test
  void writesOfTwoProcessesInTurnOutliveIt() throws IOException {
    try (SharedLog one = Logs.open(disk, path);
        SharedLog two = Logs.open(disk, path)) {
      for (int i = 0; i < 3; i++) {
        workload.write(one, put(1, "one's, " + i), put(2, "one's too, " + i));
        workload.write(two, put(1, "two's, " + i), remove(2));
      }
    }

    assertThat(workload.verifyEveryCut(directory.resolve("wreck"))).isGreaterThan(1_000);
  }

  @Test
  void aWriteWhoseSyncFailedIsThereOrNotAndThoseOfTheNextProcessOutliveIt() throws IOException {
    try (SharedLog log = Logs.open(disk, path)) {
      workload.write(log, put(1, "before"), put(2, "other"));
      disk.failSync(1);
      Change[] doubtful = {put(1, "in doubt ".repeat(SECTOR / 4)), remove(2)};
      assertThatExceptionOfType(OutcomeUnknownException.class)
          .isThrownBy(() -> apply(log, doubtful));
      workload.doubt(doubtful);
    }
    try (SharedLog next = Logs.open(disk, path)) {
      assertThat(value(next, 1)).contains("before");
      workload.write(next, put(1, "after"));
      workload.write(next, put(3, "and on ".repeat(SECTOR / 3)));
    }

    assertThat(workload.verifyEveryCut(directory.resolve("wreck"))).isGreaterThan(1_000);
  }

  @Test
  void whatADeadProcessDidNotSyncAndASyncMayHaveForgottenIsOnDiskBeforeOthersBuildOnIt()
      throws IOException {
    Change left = put(1, "left by a dead process");
    writeWithoutSync(left);
    workload.doubt(left);
    disk.failSync(1);
    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(() -> Logs.open(disk, path));

    try (SharedLog next = Logs.open(disk, path)) {
      assertThat(value(next, 1)).contains("left by a dead process");
      workload.write(next, put(1, "after"));
      workload.write(next, put(2, "and on"));
    }

    assertThat(workload.verifyEveryCut(directory.resolve("wreck"))).isGreaterThan(500);
  }

  private void writeWithoutSync(Change change) throws IOException {
    Path twin = Logs.create(directory, "twin", 1);
    try (SharedLog log = Logs.open(twin)) {
      apply(log, change);
    }
    byte[] whole = Files.readAllBytes(twin);
    int end = (int) Files.size(path);
    try (LogFile file = disk.open(path, true)) {
      file.write(end, Arrays.copyOfRange(whole, end, whole.length));
    }
  }

  @Test
  void anotherKeyringIsThereWithAllRecordsOrTheOldOneIs() throws IOException {
    try (SharedLog log = Logs.open(disk, path);
        SharedLog other = Logs.open(disk, path)) {
      workload.write(log, put(1, "before"), put(2, "x".repeat(3 * SECTOR)));
      workload.write(log, put(1, "and before"));
      workload.write(log, keyring("another keyring"));
      workload.write(log, put(1, "after"));
      workload.write(other, remove(2), put(3, "by one that follows"));
      workload.write(other, keyring("a third keyring"));
    }

    assertThat(workload.verifyEveryCut(directory.resolve("wreck"))).isGreaterThan(1_000);
  }

  @Test
  void aCompactedLogIsThereWithAllRecordsOrTheOldOneIs() throws IOException {
    try (SharedLog log = Logs.open(disk, path);
        SharedLog other = Logs.open(disk, path)) {
      writeAllKinds(log);
      log.compact(Progress.NONE);
      workload.write(log, put(1, "after"), put(2, "y".repeat(2 * SECTOR)));
      workload.write(other, remove(3), put(4, "by one that follows"));
      other.compact(Progress.NONE);
      workload.write(log, put(5, "by one that follows in turn"));
    }

    assertThat(workload.verifyEveryCut(directory.resolve("wreck"))).isGreaterThan(1_000);
  }

  /** The search finds what it looks for: it is no use if every disk passes. */
  @Test
  void aDiskWhoseSyncDoesNothingIsFoundOut() throws IOException {
    try (SharedLog log = Logs.open(disk, path)) {
      writeAllKinds(log);
    }
    PowerCutWorkload lying = workload.without(DiskStep.Synced.class);

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> lying.verifyEveryCut(directory.resolve("wreck")));
  }

  private static Change keyring(String keyring) {
    StoredRecord record = StoredRecord.builder(
            RecordId.KEYRING, Version.of(new byte[Version.LENGTH]))
        .value(keyring.getBytes(StandardCharsets.US_ASCII))
        .build();
    return Change.put(record, Expectation.ANY);
  }

  private void writeAllKinds(SharedLog log) {
    workload.write(log, put(1, "first"));
    workload.write(log, put(1, "second"), put(2, "other"));
    workload.write(log, put(3, "x".repeat(5 * SECTOR)));
    workload.write(log, remove(2));
    workload.write(log, remove(9));
    workload.write(log, put(4, "y".repeat(SECTOR)), put(5, "z".repeat(SECTOR)), remove(1));
    workload.write(log, put(3, "short"));
  }
}
