package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.FacadeSamples.expiresIn;
import static dev.coffer.storage.tck.FacadeSamples.names;
import static dev.coffer.storage.tck.FacadeSamples.readsAs;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.FacadeSamples.storage;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Batch;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** What names and values may be, and what is refused before anything is written. */
abstract class FacadeLimitRules extends Rules {

  private static final int MAX_VALUE = 256 * 1_024;

  @Rule(
      id = "R-LIM-01",
      says = "names are compared exactly: case, normalisation, blanks, NUL and emoji count",
      from = Contract.NAMES)
  void namesAreExact(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    List<String> names = List.of(
        "a",
        "A",
        "a ",
        " a",
        "a\u0000",
        "\u0000",
        "\u00e4",
        "a\u0308",
        "a/b",
        "..",
        ".",
        "%",
        "_",
        "\ud83d\udd11",
        "\u00df",
        "ss",
        "\u0130",
        "i",
        "I",
        "\ufeffa",
        "a\u200b",
        "'",
        "\"",
        "\\");

    for (int i = 0; i < names.size(); i++) {
      storage.write(names.get(i), secret(i));
      storage.scoped(names.get(i)).write("k", secret(1_000 + i));
    }

    for (int i = 0; i < names.size(); i++) {
      readsAs(storage, names.get(i), secret(i));
      readsAs(storage.scoped(names.get(i)), "k", secret(1_000 + i));
    }
    Verify.equal(names.size(), names(storage).size(), "the number of entries:");
  }

  @Rule(
      id = "R-LIM-02",
      says = "names have 1 to 1,024 bytes of UTF-8; the message gives the bound",
      from = Contract.NAMES)
  void lengthOfNames(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    String longest = "x".repeat(1_024);
    String longestInBytes = "\ud83d\udd11".repeat(256);

    storage.scoped(longest).write(longestInBytes, secret(1));
    readsAs(storage.scoped(longest), longestInBytes, secret(1));

    String tooLong = "x".repeat(1_025);
    String tooLongInBytes = "\u00e4".repeat(513);
    for (String name : List.of("", tooLong, tooLongInBytes)) {
      refused("1024", () -> storage.write(name, secret(2)));
      refused("1024", () -> storage.read(name));
      refused("1024", () -> storage.scoped(name));
    }
    onlyOneIsStored(backend);
  }

  @Rule(id = "R-LIM-03", says = "a name with a lone surrogate is refused", from = Contract.NAMES)
  void loneSurrogates(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("fine", secret(0));

    for (String name : List.of("\ud83d", "a\udd11b", "\udd11\ud83d")) {
      refused("surrogate", () -> storage.write(name, secret(1)));
      refused("surrogate", () -> storage.read(name));
      refused("surrogate", () -> storage.delete(name));
      refused("surrogate", () -> storage.scoped(name));
    }
    onlyOneIsStored(backend);
  }

  @Rule(id = "R-LIM-04", says = "scopes are at most 8 deep", from = Contract.SCOPED)
  void depth(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    StorageScope deepest = storage.scoped("1", "2", "3", "4", "5", "6", "7", "8");

    deepest.write("k", secret(1));

    readsAs(deepest, "k", secret(1));
    refused("8", () -> deepest.scoped("9"));
    refused("8", () -> storage.scoped("1", "2", "3", "4", "5", "6", "7", "8", "9"));
    Verify.equal(
        List.of("1/2/3/4/5/6/7/8/k"), names(storage, ListOption.recursive()), "the entries");
  }

  @Rule(
      id = "R-LIM-05",
      says = "values have 0 to 262,144 bytes; the message gives the bound",
      from = Contract.VALUES)
  void lengthOfValues(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    byte[] bytes = new byte[MAX_VALUE];
    bytes[MAX_VALUE - 1] = 1;

    storage.write("longest", Secret.of(bytes));
    storage.write("empty", Secret.of(new byte[0]));

    readsAs(storage, "longest", Secret.of(bytes));
    readsAs(storage, "empty", Secret.of(""));
    refused("262144", () -> storage.write("longest", Secret.of(new byte[MAX_VALUE + 1])));
    readsAs(storage, "longest", Secret.of(bytes));
  }

  @Rule(
      id = "R-LIM-06",
      says = "a batch has at most 100 changes and 1 MiB, and no key twice",
      from = Contract.SCOPE_APPLY)
  void batches(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    Batch.Builder full = Batch.builder();
    for (int i = 0; i < Batch.MAX_CHANGES; i++) {
      full.write("k" + i, Secret.of(new byte[10_000]));
    }

    storage.apply(full.build());

    Verify.equal(100, names(storage).size(), "the number of entries:");
    refused("100", () -> full.delete("one more"));
    Batch.Builder large = Batch.builder();
    for (int i = 0; i < 3; i++) {
      large.write("k" + i, Secret.of(new byte[MAX_VALUE]));
    }
    refused("1048576", () -> large.write("k3", Secret.of(new byte[MAX_VALUE])));
    refused("twice", () -> Batch.builder().delete("k").write("k", secret(1)));
  }

  @Rule(
      id = "R-LIM-07",
      says = "options that contradict each other are refused, and nothing is written",
      from = Contract.WRITE)
  void contradictoryOptions(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("fine", secret(0));
    WriteOption absent = WriteOption.ifAbsent();
    WriteOption version = WriteOption.ifVersion(version(1));

    refused("ifAbsent", () -> storage.write("k", secret(1), absent, version));
    refused("ifVersion", () -> storage.write("k", secret(1), version, version));
    refused("expiresAt", () -> storage.write("k", secret(1), expiresIn(1), expiresIn(2)));
    refused("limit", () -> storage.list(ListOption.limit(1), ListOption.limit(2)));
    refused("recursive", () -> storage.childScopes(ListOption.recursive()));
    refused("1000", () -> ListOption.limit(1_001));
    onlyOneIsStored(backend);
  }

  @Rule(
      id = "R-LIM-08",
      says = "null is refused, for names, values and options, and nothing is written",
      from = Contract.ERRORS)
  @SuppressWarnings("NullAway") // which is the point
  void nulls(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("fine", secret(0));

    List<Executable> uses = List.of(
        () -> storage.write(null, secret(1)),
        () -> storage.write("k", null),
        () -> storage.write("k", secret(1), (WriteOption) null),
        () -> storage.read(null),
        () -> storage.delete(null),
        () -> storage.delete("fine", null),
        () -> storage.apply(null),
        () -> storage.scoped((String) null),
        () -> storage.list((ListOption) null));
    uses.forEach(use -> Verify.thrown(NullPointerException.class, "a use with null", use));

    readsAs(storage, "fine", secret(0));
    onlyOneIsStored(backend);
  }

  private static void refused(String hint, Executable call) {
    String message =
        String.valueOf(Verify.thrown(IllegalArgumentException.class, "what is out of bounds", call)
            .getMessage());
    String digits = message.replace(",", "");
    Verify.that(digits.contains(hint), "a message that says '" + hint + "'", message);
  }

  private static void onlyOneIsStored(StorageBackend backend) {
    int stored = Verify.walk(backend, ScanRequest.of(RecordId.ENTRIES, 100).withoutValues())
        .size();
    Verify.equal(1, stored, "the number of records:");
  }
}
