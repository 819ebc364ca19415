package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.coffer.storage.spi.StorageBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing of a URL, and no password, reaches a log, a message, a cause or a file, whatever happens.
 */
class SecrecyTest {

  private static final String PASSWORD = "canary-9fK2";
  private static final String PLACE = "canary-place";

  @TempDir
  Path directory;

  private final Logger root = Logger.getLogger("");
  private final StringWriter log = new StringWriter();
  private Level level;

  private final Handler everything = new Handler() {
    @Override
    public void publish(LogRecord record) {
      StringWriter text = new StringWriter();
      text.append(record.getLoggerName())
          .append(' ')
          .append(record.getMessage())
          .append('\n');
      if (record.getParameters() != null) {
        text.append(Arrays.toString(record.getParameters()));
      }
      if (record.getThrown() != null) {
        record.getThrown().printStackTrace(new PrintWriter(text, true));
      }
      log.append(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };

  @BeforeEach
  void listen() {
    level = root.getLevel();
    root.setLevel(Level.ALL);
    everything.setLevel(Level.ALL);
    root.addHandler(everything);
  }

  @AfterEach
  void stopListening() {
    root.removeHandler(everything);
    root.setLevel(level);
  }

  @Test
  void successTellsNothing() throws IOException {
    String url = url(";USER=coffer;PASSWORD=" + PASSWORD);
    try (StorageBackend backend = H2.create(url)) {
      H2.put(backend, 1);
      assertThat(backend.toString()).doesNotContain(PASSWORD, PLACE);
    }
    H2.open(url(""), "user", "coffer", "password", PASSWORD).close();

    assertThat(log.toString())
        .as("HikariCP and Flyway have logged")
        .contains("com.zaxxer.hikari", "flyway");
    assertNothingIsTold();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ";IFEXISTS=TRUE;PASSWORD=canary-9fK2",
        ";NO_SUCH=canary-9fK2",
        ";PASSWORD=canary-9fK2;PASSWORD=other",
        ";MODE=canary-9fK2",
        ";CIPHER=AES;PASSWORD=canary-9fK2",
        ";INIT=canary-9fK2",
        ";canary-9fK2",
      })
  void badUrlTellsNothing(String settings) throws IOException {
    Throwable failure = catchThrowable(() -> H2.create(url(settings)));

    assertThat(failure).isNotNull();
    log.append(stackTrace(failure));
    assertNothingIsTold();
  }

  @Test
  void noTraceIsKept() {
    String url = url(";USER=coffer;PASSWORD=" + PASSWORD);
    StorageBackend backend = H2.create(url);
    H2.sql(url, "DROP TABLE coffer_record");

    assertThat(catchThrowable(() -> H2.put(backend, 1))).isNotNull();
    assertThat(catchThrowable(() -> H2.create(url(";NO_SUCH=1")))).isNotNull();
    backend.close();

    assertThat(directory).isDirectoryNotContaining("glob:**.trace.db");
  }

  @Test
  void missingDatabaseTellsNothing() throws IOException {
    Throwable failure = catchThrowable(() -> H2.open(url(";PASSWORD=" + PASSWORD)));

    assertThat(failure).isNotNull();
    log.append(stackTrace(failure));
    assertNothingIsTold();
  }

  @Test
  void wrongPasswordTellsNothing() throws IOException {
    H2.create(url(";USER=coffer;PASSWORD=right")).close();

    for (Throwable failure : List.of(
        catchThrowable(() -> H2.open(url(";USER=coffer;PASSWORD=" + PASSWORD))),
        catchThrowable(() -> H2.open(url(""), "user", "coffer", "password", PASSWORD)))) {
      assertThat(failure).isNotNull();
      log.append(stackTrace(failure));
    }
    assertNothingIsTold();
  }

  @Test
  void failedCallTellsNothing() throws IOException {
    StorageBackend backend = H2.create(url(";USER=coffer;PASSWORD=" + PASSWORD));
    H2.sql(url(";USER=coffer;PASSWORD=" + PASSWORD), "DROP TABLE coffer_record");

    for (Throwable failure : List.of(
        catchThrowable(() -> H2.put(backend, 1)),
        catchThrowable(() -> backend.get(H2.id(1))),
        catchThrowable(() -> backend.removePrefix(H2.id(1))))) {
      assertThat(failure).hasMessageContaining("SQLState 42S0");
      log.append(stackTrace(failure));
    }
    backend.close();
    assertNothingIsTold();
  }

  /** The pool logs what its data source throws, long after the storage was opened. */
  @Test
  void dataSourceOfThePoolTellsNothing() throws IOException {
    String url = url(";IFEXISTS=TRUE;USER=coffer;PASSWORD=" + PASSWORD);
    DriverDataSource source = DriverDataSource.of(url, new H2Dialect(), H2.options(url));

    Throwable failure = catchThrowable(source::getConnection);

    assertThat(failure).isInstanceOf(SQLException.class).hasMessageContaining("90146");
    log.append(stackTrace(failure)).append(String.valueOf((Object) source));
    assertNothingIsTold();
  }

  private String url(String settings) {
    return "jdbc:h2:" + directory.resolve(PLACE) + settings;
  }

  /** A name of a file is no content of one. */
  private void assertNothingIsTold() throws IOException {
    assertThat(log.toString()).doesNotContain(PASSWORD).doesNotContain(PLACE);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(PASSWORD);
      }
    }
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
