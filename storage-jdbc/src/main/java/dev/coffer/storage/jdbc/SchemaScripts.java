package dev.coffer.storage.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The schema's scripts, named one by one: nothing is searched for, so that it is the same on the
 * class path, on the module path and in a jar of jars, and no script of the application's is met.
 */
final class SchemaScripts implements ResourceProvider {

  /**
   * The names of the scripts in each folder, oldest first, a line each: every folder has them all.
   */
  private static final String NAMES = "schema/scripts";

  /** The columns of Flyway's table. */
  private static final String[] HISTORY = {
    "installed_rank INTEGER NOT NULL PRIMARY KEY",
    "version VARCHAR(50)",
    "description VARCHAR(200) NOT NULL",
    "type VARCHAR(20) NOT NULL",
    "script VARCHAR(1000) NOT NULL",
    "checksum INTEGER",
    "installed_by VARCHAR(100) NOT NULL",
    "installed_on TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL",
    "execution_time INTEGER NOT NULL",
    "success BOOLEAN NOT NULL"
  };

  private static final String PREFIX = "${prefix}";

  private final List<LoadableResource> scripts;

  /** Those of a folder, for tables whose names begin with a prefix. */
  SchemaScripts(String folder, String prefix) {
    this.scripts = resource(NAMES)
        .lines()
        .map(name -> new Script(folder, name, prefix))
        .collect(Collectors.toList());
  }

  private static String resource(String name) {
    try (InputStream resource = SchemaScripts.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("The jar lacks its script " + name + ".");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The version of the schema that the scripts lead to. */
  int latest() {
    return scripts.size();
  }

  /** Whether a checksum is that of the script of a version; of one that is not known, it may be. */
  boolean has(int version, int checksum) {
    return version < 1 || version > latest() || checksum(scripts.get(version - 1)) == checksum;
  }

  /**
   * All scripts, and statements that note them in Flyway's table of the history, as Flyway does, so
   * that it goes on from there.
   */
  String withHistory(Dialect dialect, Tables tables) {
    StringBuilder text = new StringBuilder();
    scripts.forEach(script -> text.append(text(script)).append('\n'));
    String history = dialect.quoted(tables.history());
    text.append("-- What has been done, as Flyway notes it.\n")
        .append("CREATE TABLE IF NOT EXISTS " + history + " (\n  ")
        .append(Arrays.stream(HISTORY)
            .map(column -> quotedFirst(dialect, column))
            .collect(Collectors.joining(",\n  ")))
        .append("\n);\n");
    for (int i = 0; i < scripts.size(); i++) {
      LoadableResource script = scripts.get(i);
      String description = script.getFilename().replaceFirst("V\\d+__(.*)\\.sql", "$1");
      text.append("\nINSERT INTO " + history + " (")
          .append(Arrays.stream(HISTORY)
              .filter(column -> !column.startsWith("installed_on"))
              .map(column -> dialect.quoted(column.substring(0, column.indexOf(' '))))
              .collect(Collectors.joining(", ")))
          .append(")\n  VALUES (" + (i + 1) + ", '" + (i + 1) + "', '"
              + description.replace('_', ' ') + "', 'SQL', '" + script.getFilename() + "', "
              + checksum(script) + ", 'by hand', 0, TRUE);\n");
    }
    return text.toString();
  }

  private static String quotedFirst(Dialect dialect, String column) {
    int blank = column.indexOf(' ');
    return dialect.quoted(column.substring(0, blank)) + column.substring(blank);
  }

  private static String text(LoadableResource script) {
    StringWriter text = new StringWriter();
    try (Reader reader = script.read()) {
      reader.transferTo(text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return text.toString();
  }

  /** Of a script's lines without what ends them, by which Flyway knows whether it was edited. */
  private static int checksum(LoadableResource script) {
    CRC32 checksum = new CRC32();
    text(script).lines().forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) checksum.getValue();
  }

  @Override
  public @Nullable LoadableResource getResource(String name) {
    return scripts.stream()
        .filter(script -> script.getRelativePath().equals(name))
        .findFirst()
        .orElse(null);
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return scripts.stream()
        .filter(script -> script.getFilename().startsWith(prefix))
        .filter(script -> Arrays.stream(suffixes).anyMatch(script.getFilename()::endsWith))
        .collect(Collectors.toList());
  }

  private static final class Script extends LoadableResource {

    private final String folder;
    private final String name;
    private final String prefix;

    Script(String folder, String name, String prefix) {
      this.folder = folder;
      this.name = name;
      this.prefix = prefix;
    }

    @Override
    public Reader read() {
      return new StringReader(resource(folder + "/" + name).replace(PREFIX, prefix));
    }

    @Override
    public String getAbsolutePath() {
      return folder + "/" + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return getAbsolutePath();
    }

    @Override
    public String getFilename() {
      return name;
    }

    /** What the history names the script by: the same in every database. */
    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
