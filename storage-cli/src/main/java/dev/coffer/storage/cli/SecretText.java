package dev.coffer.storage.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells option values that name a secret's place from those that may hold the secret itself. */
final class SecretText {

  /**
   * Where the parameters of a JDBC URL begin: {@code ;} of H2 and SQL Server, {@code ?} of others.
   */
  private static final Pattern PARAMETERS = Pattern.compile("[;?]");

  private static final Pattern SECRET =
      Pattern.compile("pass|pwd|secret|token|credential|cipher|key|init");

  private SecretText() {}

  /**
   * Whether the value of an option that may be secret is harmless for everybody to see:
   * {@code file:} and {@code env:} name a place, and so does a JDBC URL without user information
   * and without a parameter that sounds like a secret. In doubt it is not.
   */
  static boolean isReference(String value) {
    if (value.startsWith("file:") || value.startsWith("env:")) {
      return true;
    }
    if (!value.startsWith("jdbc:")) {
      return false;
    }
    String[] parts = PARAMETERS.split(value, 2);
    boolean userInformation = parts[0].contains("@");
    boolean secretParameter =
        parts.length == 2 && SECRET.matcher(parts[1].toLowerCase(Locale.ROOT)).find();
    return !userInformation && !secretParameter;
  }
}
