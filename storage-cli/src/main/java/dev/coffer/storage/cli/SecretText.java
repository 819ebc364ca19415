package dev.coffer.storage.cli;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells option values that name a secret's place from those that may hold the secret itself. */
final class SecretText {

  /** A key in base64 is no name of a variable, since it ends with {@code =}. */
  private static final Pattern MASTER_KEY_PLACE = Pattern.compile(
      "file:.+|export:.+|env:[A-Za-z_][A-Za-z0-9_]*|passphrase|os-keyring:.+"
          + "|(aws-kms|gcp-kms|hcvault)://[^@?#]+",
      Pattern.DOTALL);

  /** What may be user information, or a password of H2, before the parameters of a URL. */
  private static final Pattern CREDENTIALS =
      Pattern.compile("[@(=]|%40|encrypt:", Pattern.CASE_INSENSITIVE);

  /**
   * Between the parameters of a JDBC URL: {@code ;} of H2 and SQL Server, {@code ?} and {@code &}
   * of others.
   */
  private static final Pattern SEPARATOR = Pattern.compile("[;?&]");

  /** The parameters that are known to hold no secret, whatever their driver. */
  private static final Set<String> HARMLESS = Set.of(
      "access_mode_data",
      "applicationname",
      "auto_reconnect",
      "auto_server",
      "auto_server_port",
      "cache_size",
      "case_insensitive_identifiers",
      "connecttimeout",
      "currentschema",
      "database_to_lower",
      "database_to_upper",
      "databasename",
      "db_close_delay",
      "db_close_on_exit",
      "encrypt",
      "file_lock",
      "ifexists",
      "lock_timeout",
      "logintimeout",
      "mode",
      "network_timeout",
      "non_keywords",
      "query_timeout",
      "requiressl",
      "schema",
      "sockettimeout",
      "ssl",
      "sslmode",
      "sslrootcert",
      "targetservertype",
      "tcpkeepalive",
      "trace_level_file",
      "trace_level_system_out",
      "trustservercertificate",
      "user",
      "usessl",
      "write_delay");

  private SecretText() {}

  /**
   * Whether the value of an option that may be secret is harmless for everybody to see: a master
   * key's place, or a database's URL without credentials. Nothing looks for the secret of another
   * option at a place, so that what looks like one would be the secret. In doubt it is not
   * harmless.
   */
  static boolean isReference(String option, String value) {
    return switch (option) {
      case DefaultStore.MASTER_KEY -> MASTER_KEY_PLACE.matcher(value).matches();
      case "url" -> value.startsWith("jdbc:") && hasNoCredentials(value);
      default -> false;
    };
  }

  private static boolean hasNoCredentials(String url) {
    String[] parts = SEPARATOR.split(url, -1);
    for (int i = 1; i < parts.length; i++) {
      String name = parts[i].split("=", 2)[0].toLowerCase(Locale.ROOT);
      if (!parts[i].isEmpty() && !HARMLESS.contains(name)) {
        return false;
      }
    }
    return !CREDENTIALS.matcher(parts[0]).find();
  }
}
