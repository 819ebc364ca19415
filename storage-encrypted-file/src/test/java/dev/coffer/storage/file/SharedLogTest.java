package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.NOW;
import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.record;
import static dev.coffer.storage.file.Logs.remove;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLogTest {

  @TempDir
  Path directory;

  private Path path;

  @BeforeEach
  void create() {
    path = Logs.create(directory, "log", 1);
  }

  @Test
  void everyWriteIsThereWhenTheLogIsOpenedAgain() {
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "first"), put(2, "second"));
      apply(log, put(1, "replaced"));
      apply(log, remove(2), put(3, "third"));
    }

    try (SharedLog log = Logs.open(path)) {
      assertThat(log.records().scan(ScanRequest.of(RecordId.ENTRIES, 10)).records())
          .containsExactly(record(1, "replaced"), record(3, "third"));
    }
  }

  @Test
  void aBatchIsOneFrame() {
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "a"), put(2, "b"), put(3, "c"));
    }

    assertThat(Logs.boundaries(path)).hasSize(2);
  }

  @Test
  void whatChangesNothingIsNotWritten() throws Exception {
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "a"));
      byte[] before = Files.readAllBytes(path);

      apply(log, remove(2), remove(3));
      apply(log);

      assertThat(path).hasBinaryContent(before);
    }
  }

  @Test
  void aRefusedBatchIsNotWritten() throws Exception {
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "a"));
      byte[] before = Files.readAllBytes(path);

      assertThatThrownBy(() ->
              log.apply(List.of(put(2, "b"), Change.put(record(1, "c"), Expectation.ABSENT)), NOW))
          .isInstanceOfSatisfying(
              PreconditionFailedException.class,
              refused -> assertThat(refused.index()).isOne());

      assertThat(path).hasBinaryContent(before);
      assertThat(value(log, 1)).contains("a");
      assertThat(value(log, 2)).isEmpty();
    }
  }

  @Test
  void aFrameLargerThanAnyReaderTakesIsRefused() throws Exception {
    byte[] before = Files.readAllBytes(path);
    try (SharedLog log = Logs.open(path)) {
      String large = "x".repeat(FrameHead.MAX_BODY);

      assertThatIllegalArgumentException()
          .isThrownBy(() -> apply(log, put(1, large)))
          .withMessageContaining("16777216");

      assertThat(value(log, 1)).isEmpty();
      assertThat(path).hasBinaryContent(before);
      apply(log, put(1, "x".repeat(1 << 20)));
      assertThat(value(log, 1)).hasValueSatisfying(value -> assertThat(value).hasSize(1 << 20));
    }
  }

  @Test
  void anEmptyValueIsKept() {
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, ""));
    }

    try (SharedLog log = Logs.open(path)) {
      assertThat(value(log, 1)).contains("");
    }
  }
}
