package dev.coffer.storage.tck;

import static dev.coffer.storage.ListOption.limit;
import static dev.coffer.storage.ListOption.recursive;
import static dev.coffer.storage.tck.FacadeListRules.childNames;
import static dev.coffer.storage.tck.FacadeSamples.all;
import static dev.coffer.storage.tck.FacadeSamples.damaged;
import static dev.coffer.storage.tck.FacadeSamples.expiresIn;
import static dev.coffer.storage.tck.FacadeSamples.names;
import static dev.coffer.storage.tck.FacadeSamples.onlyRecord;
import static dev.coffer.storage.tck.FacadeSamples.readsAs;
import static dev.coffer.storage.tck.FacadeSamples.readsNothing;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.FacadeSamples.storage;
import static dev.coffer.storage.tck.Samples.put;

import dev.coffer.storage.ConflictException;
import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.Page;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.UnreadableEntry;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.spi.StorageBackend;
import java.util.List;

/** What lists leave out, and what they set aside. */
abstract class FacadeFilterRules extends Rules {

  @Rule(
      id = "R-LIST-03",
      says = "list, readAll and childScopes leave out what has expired, from expiresAt on",
      from = Contract.EXPIRY)
  void expiredAreLeftOut(StorageBackend backend) {
    HandClock clock = new HandClock();
    SecureStorage storage = storage(backend, clock);
    storage.write("live", secret(0));
    storage.write("expiring", secret(1), expiresIn(10));
    storage.scoped("expiring").write("k", secret(2), expiresIn(10));
    storage.scoped("both").write("k1", secret(3), expiresIn(10));
    storage.scoped("both").write("k2", secret(4));

    clock.setTo(9);
    Verify.equal(List.of("/expiring", "/live"), names(storage), "before expiry");
    Verify.equal(List.of("both", "expiring"), childNames(storage), "before expiry");

    clock.setTo(10);
    Verify.equal(List.of("/live"), names(storage), "from expiry on");
    Verify.equal(List.of("both/k2"), names(storage.scoped("both")), "from expiry on");
    Verify.equal(List.of("both"), childNames(storage), "from expiry on");
    Verify.equal(1, all(storage::readAll).size(), "the number of entries:");
  }

  @Rule(
      id = "R-LIST-04",
      says = "a list goes on through hundreds of records that have expired",
      from = Contract.PAGE)
  void throughPagesOfNothing(StorageBackend backend) {
    HandClock clock = new HandClock();
    SecureStorage storage = storage(backend, clock);
    for (int i = 0; i < 120; i++) {
      storage.write("expired" + i, secret(i), expiresIn(1));
      if (i % 40 == 0) {
        storage.write("live" + i, secret(i));
      }
    }
    clock.setTo(1);

    List<String> live = List.of("/live0", "/live40", "/live80");
    Verify.equal(live, names(storage, limit(2)), "in pages of 2");
    Verify.equal(live, names(storage), "in one page");
    Verify.equal(3, all(storage::readAll, limit(1)).size(), "the number of entries:");
  }

  @Rule(
      id = "R-LIST-07",
      says = "an unreadable entry is listed as such, spoils no other, and can be discarded",
      from = Contract.DISCARD)
  void unreadable(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("token", secret(1));
    put(backend, damaged(onlyRecord(backend)));
    storage.write("other", secret(2));

    Page<EntryInfo> page = storage.list();
    Verify.equal(1, page.unreadable().size(), "the number of unreadable entries:");
    Verify.equal(1, storage.readAll().unreadable().size(), "unreadable in readAll:");
    Verify.equal(List.of("/other"), names(storage), "readable entries");

    storage.discard(page.unreadable().get(0));
    storage.discard(page.unreadable().get(0));

    readsNothing(storage, "token");
    readsAs(storage, "other", secret(2));
    Verify.equal(0, storage.list().unreadable().size(), "the number of unreadable entries:");
  }

  @Rule(
      id = "R-LIST-08",
      says = "an unreadable entry that was written anew is not discarded",
      from = Contract.DISCARD)
  void discardOfTheWrittenAnew(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("token", secret(1));
    put(backend, damaged(onlyRecord(backend)));
    List<UnreadableEntry> unreadable = storage.list().unreadable();
    Verify.equal(1, unreadable.size(), "the number of unreadable entries:");
    UnreadableEntry found = unreadable.get(0);

    storage.write("token", secret(2));

    Verify.thrown(ConflictException.class, "discard", () -> storage.discard(found));
    readsAs(storage, "token", secret(2));
  }

  @Rule(
      id = "R-LIST-10",
      says = "childScopes goes on through hundreds of scopes in which all has expired",
      from = Contract.PAGE)
  void throughScopesOfNothing(StorageBackend backend) {
    HandClock clock = new HandClock();
    SecureStorage storage = storage(backend, clock);
    for (int i = 0; i < 120; i++) {
      storage.scoped("s" + i).write("k", secret(i), expiresIn(1));
      if (i % 40 == 0) {
        storage.scoped("s" + i, "below").write("k", secret(i));
      }
    }
    clock.setTo(1);

    List<String> live = List.of("s0", "s40", "s80");
    Verify.equal(live, childNames(storage, limit(2)), "scopes in pages of 2");
    Verify.equal(live, childNames(storage), "scopes in one page");
  }

  @Rule(
      id = "R-LIST-11",
      says = "an unreadable entry below spoils no recursive list and no other scope",
      from = Contract.LIST)
  void unreadableBelow(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.scoped("a").write("token", secret(1));
    put(backend, damaged(onlyRecord(backend)));
    storage.scoped("b").write("k", secret(2));
    storage.scoped("c").write("k", secret(3));

    Page<EntryInfo> page = storage.list(recursive());
    Verify.equal(1, page.unreadable().size(), "the number of unreadable entries:");
    Verify.equal(List.of("b/k", "c/k"), names(storage, recursive()), "readable entries");
    Verify.equal(1, storage.childScopes().unreadable().size(), "unreadable in childScopes:");
    Verify.equal(List.of("b", "c"), childNames(storage, limit(1)), "scopes that can be read");
  }

  @Rule(
      id = "R-LIST-12",
      says = "an entry that was edited is unreadable even if it looks expired, and never absent",
      from = Contract.READ)
  void unreadableThoughExpired(StorageBackend backend) {
    HandClock clock = new HandClock();
    StorageScope scope = storage(backend, clock).scoped("a");
    scope.write("token", secret(1), expiresIn(10));
    put(backend, damaged(onlyRecord(backend)));
    clock.setTo(10);

    Verify.thrown(UnreadableEntryException.class, "read", () -> scope.read("token"));
    Verify.equal(1, scope.list().unreadable().size(), "the number of unreadable entries:");
    Verify.equal(1, scope.readAll().unreadable().size(), "unreadable in readAll:");
  }
}
