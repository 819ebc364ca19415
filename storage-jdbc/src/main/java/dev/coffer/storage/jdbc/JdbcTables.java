package dev.coffer.storage.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tables of the provider {@code jdbc} as SQL, for whoever makes them by hand: an administrator,
 * where the user that an application connects as may not. A storage is then opened with the option
 * {@code tables=validate}, which is the default for servers.
 */
public final class JdbcTables {

  private static final List<Dialect> DIALECTS =
      List.of(new H2Dialect(), new MariaDbDialect(), new MySqlDialect(), new PostgresDialect());

  private JdbcTables() {}

  /** The dialects that {@link #ddl} knows: h2, mariadb, mysql, postgresql. */
  public static List<String> dialects() {
    return DIALECTS.stream().map(JdbcTables::name).sorted().collect(Collectors.toList());
  }

  private static String name(Dialect dialect) {
    return dialect.product().toLowerCase(Locale.ROOT);
  }

  /**
   * The statements, each ended by a semicolon, that make the tables and note their version, as the
   * provider does. They name no schema: run them in the one that the storage is to use.
   *
   * @param dialect one of {@link #dialects}
   * @param prefix what the names of the tables begin with, as the option {@code table-prefix} says
   * @throws IllegalArgumentException if either is not one
   */
  public static String ddl(String dialect, String prefix) {
    if (!Tables.isName(prefix)) {
      throw new IllegalArgumentException(
          "A prefix is 1 to 30 of a-z, 0-9 and '_', a letter first, not '" + prefix + "'.");
    }
    return DIALECTS.stream()
        .filter(known -> name(known).equals(dialect))
        .findFirst()
        .map(known -> new SchemaScripts(known.schemaFolder(), prefix)
            .withHistory(known, Tables.of(prefix, Optional.empty())))
        .orElseThrow(() -> new IllegalArgumentException(
            "The dialects are " + String.join(", ", dialects()) + ", not '" + dialect + "'."));
  }
}
