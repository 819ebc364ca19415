package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.FacadeSamples.expiresIn;
import static dev.coffer.storage.tck.FacadeSamples.readsAs;
import static dev.coffer.storage.tck.FacadeSamples.readsNothing;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.FacadeSamples.storage;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;

/** What an application sees of scopes: each is apart, and cleared with all below it. */
abstract class FacadeScopeRules extends Rules {

  @Rule(
      id = "R-FAC-09",
      says = "equal keys in different scopes are different entries",
      from = Contract.SCOPED)
  void scopesAreApart(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    List<StorageScope> scopes = List.of(
        storage,
        storage.scoped("a"),
        storage.scoped("b"),
        storage.scoped("a", "b"),
        storage.scoped("ab"),
        storage.scoped("b", "a"),
        storage.scoped("a/b"),
        storage.scoped("a", "a"));

    for (int i = 0; i < scopes.size(); i++) {
      scopes.get(i).write("k", secret(i));
    }

    for (int i = 0; i < scopes.size(); i++) {
      readsAs(scopes.get(i), "k", secret(i));
    }
    readsNothing(storage.scoped("a", "b", "k"), "k");
    readsNothing(storage.scoped("k"), "k");
  }

  @Rule(
      id = "R-FAC-10",
      says = "clear removes the scope and all below it, and no sibling, parent or system record",
      from = Contract.CLEAR)
  void clear(StorageBackend backend) {
    StoredRecord system = record(RecordId.SYSTEM.append((byte) 9), 9);
    SecureStorage storage = storage(backend);
    put(backend, system);
    storage.write("k", secret(0));
    storage.scoped("a").write("k", secret(1));
    storage.scoped("a", "b").write("k", secret(2));
    storage.scoped("a", "b", "c").write("k", secret(3), expiresIn(-1));
    storage.scoped("a", "d").write("k", secret(4));

    storage.scoped("a", "b").clear();
    storage.scoped("a", "b").clear();

    readsNothing(storage.scoped("a", "b"), "k");
    readsAs(storage, "k", secret(0));
    readsAs(storage.scoped("a"), "k", secret(1));
    readsAs(storage.scoped("a", "d"), "k", secret(4));

    storage.clear();

    readsNothing(storage, "k");
    readsNothing(storage.scoped("a", "d"), "k");
    Verify.holds(backend, system);
  }
}
