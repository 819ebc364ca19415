package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JdbcCommandTest {

  private final Shell shell = Shell.empty();

  @Test
  void printsTheTablesOfADialect() {
    Shell.Result ddl = shell.run("jdbc", "ddl", "--dialect", "postgresql");

    assertThat(ddl.exitCode()).isZero();
    assertThat(ddl.err()).isEmpty();
    assertThat(ddl.out())
        .contains("CREATE TABLE IF NOT EXISTS coffer_record", "BYTEA", "\"coffer_schema_history\"")
        .doesNotContain("${");
  }

  @Test
  void tablesHaveThePrefixTheyAreGiven() {
    Shell.Result ddl =
        shell.run("jdbc", "ddl", "--dialect", "mariadb", "--table-prefix", "app_", "--json");

    assertThat(ddl.json()).containsOnlyKeys("dialect", "ddl");
    assertThat(String.valueOf(ddl.json().get("ddl")))
        .contains("app_record", "LONGBLOB", "`app_schema_history`")
        .doesNotContain("coffer_");
  }

  @Test
  void unknownDialectIsRefusedWithThoseThereAre() {
    Shell.Result ddl = shell.run("jdbc", "ddl", "--dialect", "oracle");

    assertThat(ddl.exitCode()).isEqualTo(2);
    assertThat(ddl.err()).contains("h2, mariadb, mysql, postgresql", "'oracle'");
  }

  @Test
  void prefixThatWouldNeedQuotesIsRefused() {
    Shell.Result ddl = shell.run("jdbc", "ddl", "--dialect", "h2", "--table-prefix", "x; DROP");

    assertThat(ddl.exitCode()).isEqualTo(2);
    assertThat(ddl.err()).contains("1 to 30");
  }
}
