package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "master-key=file:/home/alice/master.key",
        "master-key=env:MASTER_KEY",
        "master-key=passphrase",
        "master-key=export:/media/safe/coffer.export",
        "master-key=os-keyring:coffer/alice",
        "master-key=aws-kms://arn:aws:kms:eu-central-1:111122223333:alias/coffer",
        "master-key=gcp-kms://projects/p/locations/global/keyRings/r/cryptoKeys/k",
        "master-key=hcvault://vault.example:8200/transit/keys/coffer",
        "url=jdbc:h2:./tokens",
        "url=jdbc:h2:./tokens;MODE=PostgreSQL;DB_CLOSE_DELAY=-1",
        "url=jdbc:postgresql://db.example:5432/coffer?sslmode=verify-full&user=alice",
        "url=jdbc:mariadb://db.example/coffer"
      })
  void aPlaceIsNoSecret(String option) {
    assertThat(isReference(option)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "master-key=",
        "master-key=hunter2",
        "master-key=passphrase:hunter2",
        "master-key=passphrase hunter2",
        "master-key=hcvault://alice:hunter2@vault.example/transit/keys/coffer",
        "master-key=hcvault://vault.example/transit/keys/coffer?token=hunter2",
        "master-key=third-party:hunter2",
        "master-key=c2VjcmV0IGtleSBvZiAzMiBieXRlcw==",
        "master-key=env:c2VjcmV0IGtleSBvZiAzMiBieXRlcw==",
        "master-key=jdbc:h2:./tokens",
        "url=hunter2",
        "url=file:/home/alice/url",
        "url=jdbc:h2:./tokens;PASSWORD=hunter2",
        "url=jdbc:h2:./tokens;CIPHER=AES",
        "url=jdbc:h2:./tokens;hunter2",
        "url=jdbc:h2:./tokens;AUTHZPWD=hunter2",
        "url=jdbc:h2:./tokens;OF_A_FUTURE_RELEASE=hunter2",
        "url=jdbc:h2:encrypt:hunter2:./tokens",
        "url=jdbc:h2:mem:x;INIT=CREATE USER a PASSWORD 'hunter2'",
        "url=jdbc:postgresql://db.example/coffer?user=a&password=hunter2",
        "url=jdbc:postgresql://db.example/coffer?sslmode=require&pass%77ord=hunter2",
        "url=jdbc:postgresql://db.example/coffer?user=a&pwd=hunter2",
        "url=jdbc:sqlserver://db.example;databaseName=coffer;accessToken=hunter2",
        "url=jdbc:mysql://alice:hunter2@db.example/coffer",
        "url=jdbc:mysql://(host=db.example,password=hunter2)/coffer",
        "url=jdbc:oracle:thin:alice/hunter2@db.example:1521/coffer",
        "url=https://alice:hunter2@vault.example",
        "password=file:/home/alice/password",
        "password=env:PASSWORD",
        "password=jdbc:h2:./tokens"
      })
  void whatMayBeOneIs(String option) {
    assertThat(isReference(option)).isFalse();
  }

  private static boolean isReference(String option) {
    String[] parts = option.split("=", 2);
    return SecretText.isReference(parts[0], parts[1]);
  }
}
