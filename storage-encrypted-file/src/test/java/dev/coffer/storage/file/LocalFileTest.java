package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads are of what is there, whatever becomes of the file and of other readers meanwhile. */
class LocalFileTest {

  private static final int LENGTH = 100_000;

  /** Enough that the reading is compiled. */
  private static final int MANY = 30_000;

  @TempDir
  Path directory;

  private Path path;
  private LocalFile file;

  @BeforeEach
  void open() throws IOException {
    path = directory.resolve("file");
    Files.createFile(path);
    file = new LocalFile(path, true);
    file.write(0, bytes(LENGTH, 0));
  }

  @AfterEach
  void close() throws IOException {
    file.close();
    Thread.interrupted();
  }

  private static byte[] bytes(int count, int from) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (((from + i) * 31) >> 3);
    }
    return bytes;
  }

  private void isRead(int from) throws IOException {
    byte[] target = new byte[100];
    assertThat(file.read(from, target)).isEqualTo(100);
    assertThat(target).isEqualTo(bytes(100, from));
  }

  @Test
  void whatIsWrittenLaterIsRead() throws IOException {
    byte[] target = new byte[3];
    file.write(50, new byte[] {7, 8, 9});
    file.read(50, target);
    assertThat(target).containsExactly(7, 8, 9);

    file.write(LENGTH, bytes(LENGTH, LENGTH));
    isRead(LENGTH - 50);
  }

  @Test
  void whatIsCutOffByAnotherIsNotReadAndHarmsNobody() throws IOException {
    byte[] expected = bytes(100, 500);
    for (int i = 0; i < MANY; i++) {
      byte[] target = new byte[100];
      file.read(500, target);
      assertThat(Arrays.equals(target, expected)).isTrue();
    }
    try (LocalFile other = new LocalFile(path, true)) {
      other.truncate(4_096);
    }

    byte[] target = new byte[100];
    assertThat(file.read(50_000, target)).isZero();
    assertThat(target).isEqualTo(new byte[100]);
    assertThat(file.read(4_050, new byte[100])).isEqualTo(46);
    isRead(1_000);
  }

  @Test
  void whatIsCutOffHereIsNotRead() throws IOException {
    file.truncate(2_000);

    assertThat(file.read(1_950, new byte[100])).isEqualTo(50);
    isRead(1_900);
  }

  @Test
  void aCallerThatIsInterruptedReadsAndLeavesTheFileOpen() throws IOException {
    Thread.currentThread().interrupt();
    isRead(50_000);

    assertThat(Thread.interrupted()).isTrue();
    isRead(0);
    file.sync();
  }

  @Test
  void nothingIsReadOfAFileThatIsClosed() throws IOException {
    file.close();

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> file.read(0, new byte[10]));
  }

  @Test
  void manyReadWhileTheFileIsCutGrowsAndIsClosed() throws Exception {
    List<FutureTask<Void>> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FutureTask<Void> reader = new FutureTask<>(() -> {
        byte[] expected = bytes(1_000, 3_000);
        byte[] target = new byte[1_000];
        try {
          while (true) {
            assertThat(file.read(3_000, target)).isEqualTo(1_000);
            assertThat(Arrays.equals(target, expected)).isTrue();
          }
        } catch (IOException closed) {
          return null;
        }
      });
      readers.add(reader);
      new Thread(reader).start();
    }
    for (int i = 0; i < 200; i++) {
      file.truncate(5_000);
      file.write(5_000, bytes(20_000 + i, 5_000));
      isRead(10_000);
    }
    file.close();

    for (FutureTask<Void> reader : readers) {
      assertThat(reader.get()).isNull();
    }
  }
}
