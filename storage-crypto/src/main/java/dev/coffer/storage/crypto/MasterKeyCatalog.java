package dev.coffer.storage.crypto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The kinds of master keys that {@link ServiceLoader} finds through one class loader, and for each
 * that does not load, why. A broken kind hides no good one.
 *
 * <p>A snapshot; immutable.
 */
final class MasterKeyCatalog {

  /** A loader that fails for ever must not hang the caller. */
  private static final int MAX_KINDS = 1_000;

  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

  private final List<MasterKeyKind> kinds;
  private final List<String> broken;

  MasterKeyCatalog(List<MasterKeyKind> kinds, List<String> broken) {
    this.kinds = List.copyOf(kinds);
    this.broken = List.copyOf(broken);
  }

  /** Looks through {@code loader}, its parents and the module layers it knows. */
  static MasterKeyCatalog of(ClassLoader loader) {
    List<MasterKeyKind> kinds = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    Iterator<MasterKeyKind> found =
        ServiceLoader.load(MasterKeyKind.class, loader).iterator();
    for (int tries = 0; tries < MAX_KINDS; tries++) {
      try {
        if (!found.hasNext()) {
          break;
        }
        MasterKeyKind kind = found.next();
        if (SCHEME.matcher(kind.scheme()).matches() && !kind.form().isEmpty()) {
          kinds.add(kind);
        } else {
          broken.add("the scheme or form of " + kind.getClass().getName() + " is none");
        }
      } catch (ServiceConfigurationError | LinkageError | RuntimeException failure) {
        broken.add(reason(failure));
      }
    }
    kinds.sort(Comparator.comparing(MasterKeyKind::scheme));
    return new MasterKeyCatalog(kinds, broken);
  }

  /** What {@link ServiceLoader} says names classes alone; any other message may hold anything. */
  private static String reason(Throwable failure) {
    return failure instanceof ServiceConfigurationError
        ? String.valueOf(failure.getMessage())
        : failure.getClass().getName();
  }

  /** Those whose scheme the option's value has: one, unless it is unknown or taken twice. */
  List<MasterKeyKind> fitting(String value) {
    return kinds.stream()
        .filter(kind -> value.equals(kind.scheme()) || value.startsWith(kind.scheme() + ":"))
        .collect(Collectors.toList());
  }

  /** How a value may look, for messages. */
  String forms() {
    return kinds.stream().map(MasterKeyKind::form).collect(Collectors.joining(", "));
  }

  /** A sentence on the kinds that did not load, with a blank before it; empty if all did. */
  String broken() {
    return broken.isEmpty() ? "" : " Broken: " + String.join("; ", broken) + ".";
  }
}
