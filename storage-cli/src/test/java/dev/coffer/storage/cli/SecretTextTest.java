package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:/home/alice/master.key",
        "env:MASTER_KEY",
        "jdbc:h2:./tokens",
        "jdbc:h2:./tokens;MODE=PostgreSQL;DB_CLOSE_DELAY=-1",
        "jdbc:postgresql://db.example:5432/coffer?sslmode=verify-full",
        "jdbc:mariadb://db.example/coffer"
      })
  void aPlaceIsNoSecret(String value) {
    assertThat(SecretText.isReference(value)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "c2VjcmV0IGtleSBvZiAzMiBieXRlcw==",
        "jdbc:h2:./tokens;PASSWORD=hunter2",
        "jdbc:h2:./tokens;CIPHER=AES",
        "jdbc:h2:mem:x;INIT=CREATE USER a PASSWORD 'hunter2'",
        "jdbc:postgresql://db.example/coffer?user=a&password=hunter2",
        "jdbc:postgresql://db.example/coffer?user=a&pwd=hunter2",
        "jdbc:mysql://alice:hunter2@db.example/coffer",
        "jdbc:oracle:thin:alice/hunter2@db.example:1521/coffer",
        "https://alice:hunter2@vault.example"
      })
  void whatMayBeOneIs(String value) {
    assertThat(SecretText.isReference(value)).isFalse();
  }
}
