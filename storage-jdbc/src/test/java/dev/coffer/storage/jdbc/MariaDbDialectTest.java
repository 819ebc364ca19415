package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What failures of MariaDB and MySQL mean. */
class MariaDbDialectTest {

  private final Dialect dialect = new MySqlDialect();

  @Test
  void failureOfStatementsThatWereSentTogetherIsWhatTheServerSaid() {
    SQLException thrown = new BatchUpdateException(
        new int[0], new BatchUpdateException(new int[0], deadlock())); // as MariaDB's driver does

    assertThat(dialect.diagnose(thrown)).isEqualTo(Diagnosis.ROLLED_BACK);
    assertThat(Redaction.codes(thrown)).isEqualTo("SQLState 40001, vendor code 1213");
  }

  @Test
  void failureThatSaysWhatItIsIsNotLookedBehind() {
    SQLException thrown = new SQLException("", "08S01", 0, deadlock());

    assertThat(dialect.diagnose(thrown)).isEqualTo(Diagnosis.NO_CONNECTION);
    assertThat(dialect.diagnose(new SQLException("", null, 0))).isEqualTo(Diagnosis.OTHER);
  }

  @Test
  void userWhomMySqlDoesNotKnowIsRefusedHoweverItAsksForThePassword() {
    for (int code : new int[] {1045, 1251}) {
      assertThat(dialect.diagnose(new SQLException("", "08004", code)))
          .isEqualTo(Diagnosis.REFUSED_LOGIN);
    }
  }

  @Test
  void transactionThatAnotherNodeOfMySqlWasFasterThanWasRolledBack() {
    assertThat(dialect.diagnose(new SQLException("", "40000", 3101)))
        .isEqualTo(Diagnosis.ROLLED_BACK);
  }

  private static SQLException deadlock() {
    return new SQLException("", "40001", 1213);
  }
}
