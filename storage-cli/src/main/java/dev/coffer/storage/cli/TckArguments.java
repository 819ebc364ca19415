package dev.coffer.storage.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments that choose what the compatibility kit judges, and how it reports. */
final class TckArguments {

  @Option(
      names = "--provider",
      paramLabel = "ID",
      required = true,
      description = "The storage provider to judge.")
  private String provider = "";

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = {
        "An option of the provider or the sealer; may be repeated.",
        "'{directory}' and '{place}' stand for the directory and the name of each place.",
        "A required path is {directory}/NAME by default, a master key file:{directory}/master.key.",
        "Never a secret: other users can see arguments."
      })
  private List<String> options = new ArrayList<>();

  @Option(
      names = "--option-env",
      paramLabel = "NAME=VARIABLE",
      description = "An option whose value is that of an environment variable, as for a secret.")
  private List<String> variables = new ArrayList<>();

  @Option(
      names = "--class-path",
      paramLabel = "PATHS",
      description = "Jars and folders to find providers in, separated as for java.")
  private @Nullable String classPath;

  @Option(
      names = "--declare",
      paramLabel = "GUARANTEES",
      description = {
        "What to hold the provider to: durable, shared, 'durable,shared' or none.",
        "By default what it says itself; what is not declared is probed."
      })
  private @Nullable String declared;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "The seed of all random data, to repeat a run.")
  private @Nullable Long seed;

  @Option(
      names = "--report",
      paramLabel = "FOLDER",
      description = {
        "Where the report ID.json is written; by default target/coffer-tck where there is a target",
        "folder, else coffer-tck."
      })
  private @Nullable String report;

  String provider() {
    return provider;
  }

  List<String> options() {
    return options;
  }

  List<String> variables() {
    return variables;
  }

  Optional<String> classPath() {
    return Optional.ofNullable(classPath);
  }

  Optional<String> declared() {
    return Optional.ofNullable(declared);
  }

  Optional<Long> seed() {
    return Optional.ofNullable(seed);
  }

  Optional<String> report() {
    return Optional.ofNullable(report);
  }
}
