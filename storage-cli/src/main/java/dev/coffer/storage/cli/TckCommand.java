package dev.coffer.storage.cli;

import dev.coffer.storage.tck.ProviderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code coffer tck}: runs the compatibility kit against a provider, and prints the verdict. */
@Command(
    name = "tck",
    description = {
      "Run the compatibility kit against a storage provider, in temporary places that it makes.",
      "Exit code 0 says that the provider is compatible, 1 that it is not."
    },
    footer = {
      "",
      "Examples:",
      "  coffer tck --provider encrypted-file",
      "  coffer tck --provider jdbc --option 'url=jdbc:h2:{directory}/db'",
      "  coffer tck --provider vault --class-path vault.jar --declare durable"
    })
final class TckCommand extends Subcommand {

  private static final Path TARGET = Path.of("target");
  private static final Path FOLDER = Path.of("coffer-tck");

  private final Host host;
  private final Output output;

  @Mixin
  private TckArguments arguments = new TckArguments();

  TckCommand(Host host, Output output) {
    this.host = host;
    this.output = output;
  }

  @Override
  Outcome run() {
    Path report = reportFolder();
    ProviderSettings settings = new TckSettingsReader(arguments, host.environment()).read();
    KitRun kit = new KitRun(new KitProgress(host.err(), host.terminal().isOutput()));
    kit.execute(settings, report, arguments.seed());
    if (output.isJson()) {
      output.text(read(kit.report()));
    } else {
      kit.table().lines().forEach(output::line);
    }
    return kit.isCompatible() ? Outcome.DONE : Outcome.NOT_COMPATIBLE;
  }

  /** Made before the kit runs for minutes and cannot say what came of it. */
  private Path reportFolder() {
    try {
      Path folder = arguments
          .report()
          .map(Path::of)
          .orElseGet(() -> Files.isDirectory(TARGET) ? TARGET.resolve(FOLDER) : FOLDER);
      return Files.createDirectories(folder);
    } catch (IOException | InvalidPathException failure) {
      throw new CommandFailure(
          Outcome.CONFIGURATION,
          "The folder of the report cannot be made: name one that you may write to by --report.");
    }
  }

  private static String read(Path report) {
    try {
      return Files.readString(report);
    } catch (IOException failure) {
      throw new CommandFailure(Outcome.UNAVAILABLE, "The report '" + report + "' cannot be read.");
    }
  }
}
