package dev.coffer.storage.cli;

import dev.coffer.storage.tck.ChosenProvider;
import dev.coffer.storage.tck.ProviderSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * One run of the compatibility kit, on the JUnit Platform, of which nobody but this class knows.
 * Not thread-safe, and one at a time in a process, for the kit's settings are system properties.
 */
final class KitRun implements TestExecutionListener {

  private static final String PREFIX = "coffer.tck.";

  /** Where libraries for tests tell what goes on in them. */
  private static final Logger LOGGER = Logger.getLogger("org.junit");

  private final KitProgress progress;
  private final Map<String, String> entries = new TreeMap<>();
  private @Nullable Throwable failure;

  KitRun(KitProgress progress) {
    this.progress = progress;
  }

  /** Runs the kit. */
  void execute(ProviderSettings settings, Path report, Optional<Long> seed) {
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClass(ChosenProvider.class))
        // What is set for somebody's own tests is not meant for these.
        .enableImplicitConfigurationParameters(false)
        .configurationParameter(PREFIX + "report", report.toString())
        .configurationParameter(PREFIX + "print", "false");
    seed.ifPresent(number -> request.configurationParameter(PREFIX + "seed", number.toString()));
    Map<String, String> properties = settings.toProperties();
    Level before = LOGGER.getLevel();
    LOGGER.setLevel(Level.OFF);
    properties.forEach(System::setProperty);
    try {
      execute(request.build());
    } finally {
      properties.keySet().forEach(System::clearProperty);
      LOGGER.setLevel(before);
    }
  }

  private void execute(LauncherDiscoveryRequest request) {
    LauncherConfig config = LauncherConfig.builder()
        .enableTestExecutionListenerAutoRegistration(false)
        .enableLauncherSessionListenerAutoRegistration(false)
        .enableLauncherDiscoveryListenerAutoRegistration(false)
        .enablePostDiscoveryFilterAutoRegistration(false)
        .build();
    LauncherFactory.create(config).execute(request, this);
    progress.end();
    if (entries.isEmpty()) {
      throw new IllegalStateException("The kit came to no verdict.", failure);
    }
  }

  /** Whether the provider is compatible. */
  boolean isCompatible() {
    return "compatible".equals(entries.get(PREFIX + "verdict"));
  }

  /** The verdict as a table. */
  String table() {
    return String.valueOf(entries.get(PREFIX + "table"));
  }

  /** The file with the report. */
  Path report() {
    return Path.of(String.valueOf(entries.get(PREFIX + "report")));
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    progress.begin(plan.countTestIdentifiers(
        test -> test.getUniqueIdObject().getLastSegment().getType().equals("test-template")));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      progress.ruleEnded(result.getStatus() != TestExecutionResult.Status.SUCCESSFUL);
    } else if (failure == null) {
      failure = result.getThrowable().orElse(null);
    }
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    entries.putAll(entry.getKeyValuePairs());
  }
}
