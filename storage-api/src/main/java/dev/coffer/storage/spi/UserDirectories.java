package dev.coffer.storage.spi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a user's data and configuration lie: the XDG Base Directory Specification, and where its
 * variables are not set, the platform's own places. In each there is a folder of Coffer's.
 */
public final class UserDirectories {

  private static final String COFFER = "coffer";

  /** The variables that say where the folders are, on one system or another. */
  public static final Set<String> VARIABLES =
      Set.of("HOME", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME");

  private final Map<String, String> environment;
  private final String operatingSystem;

  /** Of a user with these variables, on the system that calls itself so ({@code os.name}). */
  public UserDirectories(Map<String, String> environment, String operatingSystem) {
    this.environment = Map.copyOf(environment);
    this.operatingSystem = operatingSystem.toLowerCase(Locale.ROOT);
  }

  /** The folder for data; empty where the user's home is not known. */
  public Optional<Path> data() {
    return folder("XDG_DATA_HOME", ".local/share");
  }

  /** The folder for configuration; empty where the user's home is not known. */
  public Optional<Path> configuration() {
    return folder("XDG_CONFIG_HOME", ".config");
  }

  /** The variable to set where a folder is not known. */
  public String homeVariable() {
    return isWindows() ? "LOCALAPPDATA" : "HOME";
  }

  private Optional<Path> folder(String xdgVariable, String belowHome) {
    return absolute(xdgVariable)
        .or(() -> platform(belowHome))
        .map(parent -> parent.resolve(COFFER));
  }

  private Optional<Path> platform(String belowHome) {
    Optional<Path> home = absolute(homeVariable());
    if (isWindows()) {
      return home;
    }
    return home.map(path -> path.resolve(
        operatingSystem.startsWith("mac") ? "Library/Application Support" : belowHome));
  }

  private boolean isWindows() {
    return operatingSystem.startsWith("windows");
  }

  /** The specification has relative paths ignored. */
  private Optional<Path> absolute(String variable) {
    try {
      return Optional.ofNullable(environment.get(variable)).map(Path::of).filter(Path::isAbsolute);
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }
}
