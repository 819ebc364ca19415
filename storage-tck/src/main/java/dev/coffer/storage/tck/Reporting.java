package dev.coffer.storage.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Begins the run of a contract, and reports on it in the end: a table on the console, the same and
 * more as JSON in a file, and both as report entries for whoever listens to the JUnit Platform.
 */
final class Reporting implements BeforeAllCallback, AfterAllCallback {

  /** The configuration parameter with the seed of all random data. */
  static final String SEED = "coffer.tck.seed";

  /** The configuration parameter with the folder of reports. */
  static final String FOLDER = "coffer.tck.report";

  /** The configuration parameter that keeps the table from the console, by {@code false}. */
  static final String PRINT = "coffer.tck.print";

  /** The configuration parameter with the seconds that a rule may take. */
  static final String TIMEOUT = "coffer.tck.timeout";

  private static final long DEFAULT_TIMEOUT = 120;

  private static final String DEFAULT_FOLDER = "target/coffer-tck";

  private static final Namespace NAMESPACE = Namespace.create(Reporting.class);

  /** The run that a rule belongs to. */
  static Run run(ExtensionContext context) {
    return Objects.requireNonNull(context.getStore(NAMESPACE).get(Run.class, Run.class));
  }

  /** Called for the contract, and then for each family, which is nested in it. */
  @Override
  public void beforeAll(ExtensionContext context) {
    if (isFamily(context)) {
      return;
    }
    forget(reportOf(context, context.getRequiredTestClass().getName()));
    JUnitVersion.require();
    long seed = context
        .getConfigurationParameter(SEED, Long::valueOf)
        .orElseGet(() -> new Random().nextLong());
    long timeout =
        context.getConfigurationParameter(TIMEOUT, Long::valueOf).orElse(DEFAULT_TIMEOUT);
    Deadline deadline = new Deadline(Duration.ofSeconds(timeout));
    Run run = new Run(context.getRequiredTestClass(), seed, deadline, Instant.now());
    context.getStore(NAMESPACE).put(Run.class, run);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (isFamily(context)) {
      return;
    }
    Run run = context.getStore(NAMESPACE).get(Run.class, Run.class);
    if (run == null) {
      return; // It has not begun, and whoever runs the tests has been told why.
    }
    Report report = run.report();
    Path file = write(report, reportOf(context, report.subject()));
    String table = ReportTable.of(report, file);
    if (!context.getConfigurationParameter(PRINT).equals(Optional.of("false"))) {
      System.out.println(table);
    }
    context.publishReportEntry(Map.of(
        "coffer.tck.verdict", report.verdict().toString(),
        "coffer.tck.report", file.toString(),
        "coffer.tck.table", table));
  }

  private static boolean isFamily(ExtensionContext context) {
    return context.getRequiredTestClass().getEnclosingClass() != null
        && Rules.class.isAssignableFrom(context.getRequiredTestClass());
  }

  private static Path reportOf(ExtensionContext context, String subject) {
    return Path.of(context.getConfigurationParameter(FOLDER).orElse(DEFAULT_FOLDER))
        .resolve(subject + ".json");
  }

  /**
   * What an earlier run has said must not be taken for this one's, should it not come to an end.
   */
  private static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The report of an earlier run cannot be removed: " + file + ".", failure);
    }
  }

  private static Path write(Report report, Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, ReportJson.of(report));
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The report cannot be written to " + file + "; name another folder by " + FOLDER + ".",
          failure);
    }
  }
}
