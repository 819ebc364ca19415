package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.NOW;
import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.remove;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another keyring is a new file that takes the log's place, with all records and at one stroke. */
class KeyringReplacementTest {

  private static final byte[] NEXT = "another keyring".getBytes(StandardCharsets.US_ASCII);

  @TempDir
  Path directory;

  private final FaultyDisk disk = new FaultyDisk();
  private Path path;

  @BeforeEach
  void write() {
    path = Logs.create(directory, "log", 1);
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "first"), put(2, "second"), put(3, "third"));
      apply(log, put(1, "replaced"), remove(2));
    }
  }

  private static Change keyring(byte[] keyring, Expectation expectation) {
    Version anything = Version.of(new byte[Version.LENGTH]);
    return Change.put(
        StoredRecord.builder(RecordId.KEYRING, anything).value(keyring).build(), expectation);
  }

  private static Change replacementIn(Log log) {
    return keyring(NEXT, Expectation.version(KeyringRecord.of(log.keyring()).version()));
  }

  @Test
  void everyRecordIsBehindTheNewKeyringAndTheOldFileIsGone() throws IOException {
    try (SharedLog log = Logs.open(path)) {
      List<StoredRecord> before = everything(log);
      apply(log, replacementIn(log));

      assertThat(log.keyring()).isEqualTo(NEXT);
      assertThat(everything(log)).isEqualTo(before).hasSize(2);
      apply(log, put(4, "goes on"));
    }
    try (SharedLog log = Logs.open(path)) {
      assertThat(log.keyring()).isEqualTo(NEXT);
      assertThat(value(log, 1)).contains("replaced");
      assertThat(value(log, 2)).isEmpty();
      assertThat(value(log, 4)).contains("goes on");
    }
    assertThat(Drafts.beside(path)).isEmpty();
  }

  @Test
  void everybodyWhoHasTheLogOpenFollows() {
    try (SharedLog log = Logs.open(path);
        SharedLog other = Logs.open(path);
        ReadOnlyLog reader = Logs.openReadOnly(path)) {
      apply(log, replacementIn(log));

      for (Log each : List.of(other, reader)) {
        assertThat(each.keyring()).isEqualTo(NEXT);
        assertThat(value(each, 3)).contains("third");
      }
      apply(other, put(3, "by the other"));
      assertThat(value(log, 3)).contains("by the other");
      assertThat(value(reader, 3)).contains("by the other");
    }
  }

  @Test
  void aKeyringThatIsNotTheOneExpectedIsNotReplaced() throws IOException {
    byte[] before = Files.readAllBytes(path);
    try (SharedLog log = Logs.open(path)) {
      Change late = replacementIn(log);
      Change asNew = keyring(NEXT, Expectation.ABSENT);
      Change stale = keyring(NEXT, Expectation.version(Version.of(new byte[Version.LENGTH])));
      for (Change change : List.of(asNew, stale)) {
        assertThatExceptionOfType(PreconditionFailedException.class)
            .isThrownBy(() -> apply(log, change))
            .satisfies(refused -> assertThat(refused.index()).isZero());
      }
      assertThat(path).hasBinaryContent(before);

      apply(log, replacementIn(log));
      assertThatExceptionOfType(PreconditionFailedException.class)
          .isThrownBy(() -> apply(log, late));
    }
  }

  @Test
  void aKeyringIsChangedAloneAndNeverRemoved() throws IOException {
    byte[] before = Files.readAllBytes(path);
    try (SharedLog log = Logs.open(path)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> apply(log, replacementIn(log), put(1, "beside it")))
          .withMessageContaining("alone");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> apply(log, Change.remove(RecordId.KEYRING, Expectation.ANY)))
          .withMessageContaining("cannot be removed");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> apply(log, keyring(new byte[(1 << 20) + 1], Expectation.ANY)))
          .withMessageContaining("1048576");
    }
    assertThat(path).hasBinaryContent(before);
  }

  @Test
  void aFailureBeforeTheSwapChangesNothingAndLeavesNoDraft() throws IOException {
    byte[] before = Files.readAllBytes(path);
    for (String call : List.of("create", "write", "sync", "replace")) {
      try (SharedLog log = Logs.open(disk, path)) {
        disk.fail(call, 1);

        assertThatExceptionOfType(StorageUnavailableException.class)
            .as(call)
            .isThrownBy(() -> apply(log, replacementIn(log)));

        // But for a frame without a change, by which others are told of what did not happen.
        assertThat(Files.readAllBytes(path)).startsWith(before);
        assertThat(Logs.boundaries(path)).hasSize(call.equals("replace") ? 4 : 3);
        assertThat(Drafts.beside(path)).isEmpty();
        assertThat(value(log, 1)).contains("replaced");
        assertThat(log.keyring()).isNotEqualTo(NEXT);
      }
    }
  }

  @Test
  void aSwapThatMayNotBeDurableHasAnUnknownOutcomeAndEndsAllWriting() {
    try (SharedLog log = Logs.open(disk, path)) {
      disk.fail("sync-directory", 1);

      assertThatExceptionOfType(OutcomeUnknownException.class)
          .isThrownBy(() -> apply(log, replacementIn(log)));

      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> apply(log, put(1, "more")))
          .withMessageContaining("Nothing more is written");
      assertThat(value(log, 1)).contains("replaced");
    }
  }

  @Test
  void aBackendAnswersForTheKeyringAndTakesAnother() {
    Path store = directory.resolve("store");
    Stores.create(store).close();
    EncryptedFileProvider provider = new EncryptedFileProvider();
    try (StorageBackend backend = provider.open(Stores.options(store));
        StorageBackend other = provider.open(Stores.options(store))) {
      StoredRecord found = backend.get(RecordId.KEYRING).orElseThrow();
      // The same keys behind another random log id: the smallest change that a rotation makes.
      backend.apply(List.of(keyring(found.value(), Expectation.version(found.version()))), NOW);

      Optional<StoredRecord> seen = other.get(RecordId.KEYRING);
      assertThat(seen).contains(found);
      assertThat(other.scan(ScanRequest.of(RecordId.SYSTEM, 10)).records()).isEmpty();
    }
  }

  private static List<StoredRecord> everything(Log log) {
    return log.records().scan(ScanRequest.of(RecordId.ENTRIES, 100)).records();
  }
}
