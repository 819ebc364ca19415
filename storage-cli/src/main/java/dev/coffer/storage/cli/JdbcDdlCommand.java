package dev.coffer.storage.cli;

import dev.coffer.storage.jdbc.JdbcTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer jdbc ddl}: the tables as SQL, for whoever makes them by hand. */
@Command(
    name = "ddl",
    description = {
      "Print the SQL that makes Coffer's tables in a database.",
      "A storage is then opened with the option tables=validate."
    },
    footer = {
      "",
      "Examples:",
      "  coffer jdbc ddl --dialect postgresql | psql tokens",
      "  coffer jdbc ddl --dialect mariadb --table-prefix app_coffer_ | mariadb tokens"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class JdbcDdlCommand extends Subcommand {

  @Option(
      names = "--dialect",
      required = true,
      paramLabel = "DIALECT",
      description = "h2, mariadb, mysql or postgresql.")
  private String dialect;

  @Option(
      names = "--table-prefix",
      paramLabel = "PREFIX",
      defaultValue = "coffer_",
      description = "What the names of the tables begin with (default: coffer_).")
  private String prefix;

  private final Output output;

  JdbcDdlCommand(Output output) {
    this.output = output;
  }

  @Override
  Outcome run() {
    String ddl = ddl();
    if (output.isJson()) {
      output.json(json -> json.beginObject()
          .name("dialect")
          .value(dialect)
          .name("ddl")
          .value(ddl)
          .endObject());
    } else {
      output.text(ddl);
    }
    return Outcome.DONE;
  }

  private String ddl() {
    try {
      return JdbcTables.ddl(dialect, prefix);
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(Outcome.CONFIGURATION, String.valueOf(wrong.getMessage()));
    }
  }
}
