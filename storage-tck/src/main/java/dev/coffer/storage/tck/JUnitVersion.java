package dev.coffer.storage.tck;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Which JUnit runs the kit, as its module or its jar's manifest has it. One that is too old fails
 * in ways that nobody would take for that.
 */
final class JUnitVersion {

  private static final int MAJOR = 5;
  private static final int MINOR = 13;

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\D.*)?");

  private JUnitVersion() {}

  /**
   * That it is one that the kit is for.
   *
   * @throws IllegalStateException if it is an older one
   */
  static void require() {
    require(found());
  }

  /** The same of a version; one that is not known is taken for a good one. */
  static void require(@Nullable String version) {
    Matcher numbers = NUMBERS.matcher(version == null ? "" : version);
    if (!numbers.matches()) {
      return;
    }
    int number = Integer.parseInt(numbers.group(1));
    // The JUnit Platform 1.13, whose jars may have all of JUnit in them, is that of JUnit 5.13.
    int major = number == 1 ? MAJOR : number;
    int minor = Integer.parseInt(numbers.group(2));
    if (major < MAJOR || (major == MAJOR && minor < MINOR)) {
      throw new IllegalStateException("The compatibility kit needs JUnit " + MAJOR + "." + MINOR
          + " or later, and runs with " + major + "." + minor + " (" + version + "). No rule was"
          + " run. Raise the version of org.junit:junit-bom, or of whatever else brings JUnit: a"
          + " parent pom or another BOM may hold it back.");
    }
  }

  private static @Nullable String found() {
    Module module = Test.class.getModule();
    return module.isNamed()
        ? module.getDescriptor().rawVersion().orElse(null)
        : Test.class.getPackage().getImplementationVersion();
  }
}
