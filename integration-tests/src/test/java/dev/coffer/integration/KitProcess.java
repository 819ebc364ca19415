package dev.coffer.integration;

import dev.coffer.storage.tck.StorageBackendContract;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Another JVM: runs the kit with the JUnit that it finds, and prints what came of it. */
public final class KitProcess {

  private KitProcess() {}

  /** With the name of a contract's class, and the folder of the report. */
  public static void main(String[] arguments) {
    System.out.println(
        "kit in module " + StorageBackendContract.class.getModule().isNamed());
    System.out.println("JUnit " + version(Test.class));
    LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClass(arguments[0]))
        .configurationParameters(
            Map.of("coffer.tck.report", arguments[1], "coffer.tck.print", "false"))
        .build();
    LauncherFactory.create().execute(request, new Printer());
  }

  private static String version(Class<?> type) {
    Module module = type.getModule();
    return module.isNamed()
        ? module.getDescriptor().rawVersion().orElse("unknown")
        : type.getPackage().getImplementationVersion();
  }

  /** Prints the verdict, and whatever did not succeed. */
  private static final class Printer implements TestExecutionListener {

    private int rules;

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      System.out.println("skipped " + test.getDisplayName());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      rules += test.isTest() ? 1 : 0;
      if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        System.out.println(
            result.getStatus() + " " + test.getDisplayName() + " " + result.getThrowable());
      }
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
      System.out.println("verdict " + entry.getKeyValuePairs().get("coffer.tck.verdict"));
      System.out.println("many rules " + (rules > 100));
    }
  }
}
