package dev.coffer.storage.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The schema's scripts, named one by one: nothing is searched for, so that it is the same on the
 * class path, on the module path and in a jar of jars, and no script of the application's is met.
 */
final class SchemaScripts implements ResourceProvider {

  /** All scripts of each folder, oldest first; every database has the same ones. */
  private static final List<String> NAMES = List.of("V1__records.sql");

  private final List<LoadableResource> scripts;

  SchemaScripts(String folder) {
    this.scripts =
        NAMES.stream().map(name -> new Script(folder, name)).collect(Collectors.toList());
  }

  /** The version of the schema that the scripts lead to. */
  int latest() {
    return NAMES.size();
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

    Script(String folder, String name) {
      this.folder = folder;
      this.name = name;
    }

    @Override
    public Reader read() {
      try (InputStream script = SchemaScripts.class.getResourceAsStream(folder + "/" + name)) {
        if (script == null) {
          throw new IllegalStateException("The jar lacks its script " + name + ".");
        }
        return new StringReader(new String(script.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
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
