package dev.coffer.storage.tck;

import static dev.coffer.storage.ListOption.after;
import static dev.coffer.storage.ListOption.limit;
import static dev.coffer.storage.ListOption.recursive;
import static dev.coffer.storage.tck.FacadeSamples.all;
import static dev.coffer.storage.tck.FacadeSamples.names;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.FacadeSamples.storage;
import static java.util.stream.Collectors.toList;

import dev.coffer.storage.Entry;
import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.spi.StorageBackend;
import java.util.ArrayList;
import java.util.List;

/** What an application sees in lists. */
abstract class FacadeListRules extends Rules {

  @Rule(
      id = "R-LIST-01",
      says = "a list has the entries of the scope, and a recursive one those below, too",
      from = Contract.LIST)
  void directAndRecursive(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("k0", secret(0));
    storage.scoped("a").write("k1", secret(1));
    storage.scoped("a", "b").write("k2", secret(2));
    storage.scoped("c").write("k3", secret(3));

    Verify.equal(List.of("/k0"), names(storage), "directly at the root");
    Verify.equal(
        List.of("/k0", "a/b/k2", "a/k1", "c/k3"), names(storage, recursive()), "under the root");
    Verify.equal(List.of("a/k1"), names(storage.scoped("a")), "directly in a");
    Verify.equal(List.of("a/b/k2", "a/k1"), names(storage.scoped("a"), recursive()), "under a");
    Verify.equal(List.of(), names(storage.scoped("none"), recursive()), "under nothing");
  }

  @Rule(
      id = "R-LIST-02",
      says = "childScopes has each scope one level down once, if an entry lies in it or below",
      from = Contract.CHILD_SCOPES)
  void childScopes(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("not-a-scope", secret(0));
    storage.scoped("a").write("k1", secret(1));
    storage.scoped("a").write("k2", secret(2));
    storage.scoped("a", "x").write("k", secret(3));
    storage.scoped("b", "y", "z").write("k", secret(4));

    for (int limit = 1; limit <= 3; limit++) {
      Verify.equal(List.of("a", "b"), childNames(storage, limit(limit)), "scopes below the root");
    }
    Verify.equal(List.of("b/y"), childNames(storage.scoped("b")), "scopes below b");
    Verify.equal(List.of(), childNames(storage.scoped("a", "x")), "scopes below a/x");
  }

  static List<String> childNames(StorageScope scope, ListOption... options) {
    return all(scope::childScopes, options).stream()
        .map(path -> String.join("/", path))
        .sorted()
        .collect(toList());
  }

  @Rule(
      id = "R-LIST-05",
      says = "pages of every limit have every entry once, and never more than the limit",
      from = Contract.PAGE)
  void everyLimit(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      storage.scoped("s" + i % 3).write("k" + i, secret(i));
      expected.add("s" + i % 3 + "/k" + i);
    }
    expected.sort(null);

    for (int limit : new int[] {1, 2, 5, 11, 12, 13}) {
      Page<EntryInfo> first = storage.list(recursive(), limit(limit));
      Verify.that(
          first.items().size() <= limit, "at most " + limit, first.items().size());
      Verify.equal(expected, names(storage, recursive(), limit(limit)), "in pages of " + limit);
    }
  }

  @Rule(id = "R-LIST-06", says = "readAll has every entry with its value", from = Contract.READ_ALL)
  void readAll(StorageBackend backend) {
    StorageScope scope = storage(backend).scoped("a");
    for (int i = 0; i < 5; i++) {
      scope.write("k" + i, secret(i));
    }

    List<Entry> entries = all(scope::readAll, limit(2));

    Verify.equal(5, entries.size(), "the number of entries:");
    for (Entry entry : entries) {
      int number = Integer.parseInt(entry.key().substring(1));
      Verify.that(entry.value().equals(secret(number)), "the value of " + entry.key(), "another");
    }
  }

  @Rule(
      id = "R-LIST-09",
      says = "a list refuses the token of another list, and what is no token",
      from = Contract.PAGE)
  void foreignTokens(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    for (int i = 0; i < 3; i++) {
      storage.scoped("a").write("k" + i, secret(i));
      storage.scoped("b").write("k" + i, secret(i));
    }
    StorageScope a = storage.scoped("a");
    String token = Verify.present(a.list(limit(1)).next(), "a page behind the first of 3");

    StorageScope b = storage.scoped("b");
    Verify.thrown(
        IllegalArgumentException.class, "another scope's token", () -> b.list(after(token)));
    Verify.thrown(
        IllegalArgumentException.class,
        "another list's token",
        () -> a.list(recursive(), after(token)));
    Verify.thrown(IllegalArgumentException.class, "what is no token", () -> a.list(after("k1 ?")));
  }
}
