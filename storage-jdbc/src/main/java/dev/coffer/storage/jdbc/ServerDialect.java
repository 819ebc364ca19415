package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What database servers have in common, beside an embedded database: nobody makes a database by
 * connecting to it, several transactions may write at once, and a commit is all that it takes to be
 * on disk.
 */
abstract class ServerDialect extends Dialect {

  @Override
  final boolean isServer() {
    return true;
  }

  @Override
  final String limit() {
    return " LIMIT ?";
  }

  @Override
  final String oneBehind() {
    return " LIMIT 1 OFFSET ?";
  }

  @Override
  final List<String> problems(String url, boolean create) {
    return List.of();
  }

  @Override
  final boolean mayDoWithout(Properties properties, SQLException failure) {
    return false;
  }

  @Override
  final void requireDatabase(String url, boolean create) {}

  @Override
  final Optional<String> needsSingleWriter(Connection connection) {
    return Optional.empty();
  }

  @Override
  final Optional<String> connectionInit(Set<Guarantee> guarantees) {
    return Optional.empty();
  }

  @Override
  final void keepDurable(Connection connection) {}

  @Override
  final void sync(Connection connection) {}

  @Override
  final void syncCreation(Connection connection) {}

  static OptionalLong number(@Nullable String text) {
    return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  /** Whether a URL sets a property of its driver by itself. */
  static boolean sets(String url, String property) {
    return Pattern.compile("[?&]" + property + "=", Pattern.CASE_INSENSITIVE)
        .matcher(url)
        .find();
  }

  /** The first column of the one row that a query answers, as text. */
  static @Nullable String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : null;
    }
  }
}
