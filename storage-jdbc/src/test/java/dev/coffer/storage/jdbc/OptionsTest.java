package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Options that do not fit are all named at once, before anything is opened, and without their
 * values.
 */
class OptionsTest {

  private static final String CANARY = "canary-7Qx";

  @TempDir
  Path directory;

  private static List<String> problems(StorageOptions options) {
    return new JdbcProvider().problems(options);
  }

  @Test
  void eitherUrlOrDataSourceIsGiven() {
    assertThat(problems(StorageOptions.of("jdbc")))
        .singleElement()
        .asString()
        .contains("'url'", "'data-source'", "neither");
    assertThat(problems(H2.theirs(H2.source("jdbc:h2:mem:a")).with("url", "jdbc:h2:mem:a")))
        .singleElement()
        .asString()
        .contains("'url'", "'data-source'", "both");
  }

  @Test
  void dataSourceTakesNoUserAndPassword() {
    StorageOptions options =
        H2.theirs(H2.source("jdbc:h2:mem:a")).with("user", "sa").with("password", CANARY);

    assertThat(problems(options))
        .singleElement()
        .asString()
        .contains("'user', 'password'")
        .doesNotContain(CANARY);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:oracle:thin:scott/canary-7Qx@db, 'oracle'",
    "jdbc:sqlserver://db;password=canary-7Qx, 'sqlserver'",
    "canary-7Qx, no known database",
    "jdbc:canary-7Qx:x, no known database",
    "JDBC:H2:mem:canary-7Qx, no known database",
  })
  void urlOfAnotherDatabaseIsRefusedNamingWhatIsSupported(String url, String named) {
    assertThat(problems(H2.options(url)))
        .singleElement()
        .asString()
        .contains(named.replace("\"", ""), "jdbc:h2:")
        .doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:h2:mem:", "jdbc:h2:", "jdbc:h2:.", "jdbc:h2:mem:;USER=canary-7Qx"})
  void databaseWithoutNameIsRefused(String url) {
    assertThat(problems(H2.options(url)))
        .singleElement()
        .asString()
        .contains("without a name")
        .doesNotContain(CANARY);
  }

  @Test
  void urlThatCreatesIsRefusedWithoutCreate() {
    StorageOptions options = H2.options("jdbc:h2:./x;ifexists=false");

    assertThat(problems(options)).singleElement().asString().contains("IFEXISTS", "create=true");
    assertThat(problems(options.with("create", "true"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRACE_LEVEL_FILE=2",
        "trace_level_file=3",
        "TRACE_LEVEL_FILE=4",
        "TRACE_LEVEL_SYSTEM_OUT=2",
        "TRACE_LEVEL_SYSTEM_OUT=1+1",
        "INIT=SET TRACE_LEVEL_FILE 3",
        "INIT=SELECT 1\\;SET trace_level_file 3",
      })
  void traceThatWouldShowTheUrlIsRefused(String setting) {
    assertThat(problems(H2.options("jdbc:h2:./x;PASSWORD=" + CANARY + ";" + setting)))
        .singleElement()
        .asString()
        .contains("TRACE_LEVEL_FILE")
        .doesNotContain(CANARY);
  }

  @Test
  void semicolonBehindABackslashEndsNoSetting() {
    H2Url url = H2Url.parse("jdbc:h2:./x;INIT=A\\;WRITE_DELAY=0\\\\;B=1\\");

    assertThat(url.setting("WRITE_DELAY")).isEmpty();
    assertThat(url.setting("INIT")).hasValue("A;WRITE_DELAY=0\\");
    assertThat(url.setting("B")).hasValue("1\\");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "a b", "ä", "a.b", "'; DROP TABLE coffer_store; --"})
  void storeNameIsOfAFewLettersAlone(String name) {
    assertThat(problems(H2.options("jdbc:h2:mem:a").with("store", name)))
        .singleElement()
        .asString()
        .contains("'store'", "1 to 64");
  }

  @Test
  void storeNameHasABound() {
    StorageOptions options = H2.options("jdbc:h2:mem:a");

    assertThat(problems(options.with("store", "a".repeat(64)))).isEmpty();
    assertThat(problems(options.with("store", "a".repeat(65)))).hasSize(1);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    StorageOptions options = StorageOptions.of("jdbc")
        .with("pool-size", "0")
        .with("connection-timeout", "1ms")
        .with("create", "perhaps")
        .with("tabel-prefix", "x")
        .with("encryption", "none")
        .with("url", "jdbc:oracle:thin:" + CANARY);

    assertThatThrownBy(() -> SecureStorage.open(options))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContainingAll(
            "pool-size", "1 to 100", "connection-timeout", "250ms", "create", "tabel-prefix")
        .hasMessageNotContaining(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:tokens",
        "jdbc:h2:mem:a;NO_SUCH_SETTING=canary-7Qx",
        "jdbc:h2:mem:a;PASSWORD",
        "jdbc:h2:mem:a;USER=a;USER=canary-7Qx",
        "jdbc:h2:mem:a;MODE=canary-7Qx",
        "jdbc:h2:mem:a;LOCK_TIMEOUT=canary-7Qx",
        "jdbc:h2:mem:a;INIT=SET SCHEMA canary-7Qx",
        "jdbc:h2:mem:a;INIT=SET SCHEMA nobody",
        "jdbc:h2:mem:a;INIT=SELECT nothing FROM information_schema.settings",
      })
  void urlThatH2DoesNotUnderstandIsAConfigurationError(String url) {
    assertThatThrownBy(() -> H2.create(url))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("'url'")
        .hasMessageNotContaining(CANARY)
        .hasNoCause();
  }

  @Test
  void wrongPasswordIsAConfigurationError() {
    String url = H2.file(directory);
    H2.create(url, "user", "coffer", "password", "right").close();

    assertThatThrownBy(() -> H2.open(url, "user", "coffer", "password", CANARY))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContainingAll("'user'", "'password'", "28000")
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void missingDriverIsAConfigurationError() {
    StorageOptions options = H2.options("jdbc:h2:mem:a")
        .with("create", "true")
        .classLoader(ClassLoader.getPlatformClassLoader());

    assertThatThrownBy(() -> H2.open(options))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("com.h2database:h2");
  }
}
