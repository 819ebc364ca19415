package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.FacadeSamples.expiresIn;
import static dev.coffer.storage.tck.FacadeSamples.readsAs;
import static dev.coffer.storage.tck.FacadeSamples.readsNothing;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.Samples.remove;
import static dev.coffer.storage.tck.Sealed.bare;
import static dev.coffer.storage.tck.Sealed.byTheKit;
import static dev.coffer.storage.tck.Sealed.everything;
import static dev.coffer.storage.tck.Sealed.keyringIn;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** The keyring that a sealer keeps in the backend: it is made once, and never lost to anything. */
abstract class KeyringRules extends Rules {

  private static final int OPENERS = 4;
  private static final int ROUNDS = 5;

  @Rule(
      id = "R-RING-01",
      says = "whoever opens a store later has the keys of whoever opened it first",
      from = Contract.SEALER_OPEN)
  void madeOnce(StorageBackend backend) {
    SecureStorage first = byTheKit(backend);
    StoredRecord keyring = Sealed.keyring(backend);
    first.scoped("a").write("token", secret(1));

    SecureStorage second = byTheKit(backend);

    readsAs(second.scoped("a"), "token", secret(1));
    second.scoped("a").write("token", secret(2));
    readsAs(first.scoped("a"), "token", secret(2));
    Verify.holds(bare(backend), keyring);
  }

  @Rule(
      id = "R-RING-02",
      says = "the keyring is there, and opens, when the place is opened again",
      from = Contract.SEALER_OPEN,
      needs = Guarantee.DURABLE)
  void survivesReopening(Bench bench) {
    SecureStorage first = byTheKit(bench.open());
    first.scoped("a").write("token", secret(1));
    first.close();

    readsAs(byTheKit(bench.open()).scoped("a"), "token", secret(1));
  }

  @Rule(
      id = "R-RING-03",
      says = "a wrong master key is KeyUnavailableException, and overwrites nothing",
      from = Contract.SEALER_OPEN)
  void wrongKey(StorageBackend backend) {
    byTheKit(backend).scoped("a").write("token", secret(1));

    isRefused(
        backend,
        "opening with a wrong master key",
        () -> new KitKeyring(bare(backend), KitKeyring.WRONG_KEY).open());

    readsAs(byTheKit(backend).scoped("a"), "token", secret(1));
  }

  @Rule(
      id = "R-RING-04",
      says = "entries without a keyring are KeyUnavailableException, and no new keyring is made",
      from = Contract.SEALER_OPEN)
  void missingKeyring(StorageBackend backend) {
    SecureStorage storage = byTheKit(backend);
    storage.scoped("a").write("token", secret(1));
    StoredRecord keyring = Sealed.keyring(backend);

    remove(bare(backend), RecordId.KEYRING);

    isRefused(backend, "opening without a keyring", () -> byTheKit(backend));
    Samples.put(bare(backend), keyring);
    readsAs(byTheKit(backend).scoped("a"), "token", secret(1));
  }

  @Rule(
      id = "R-RING-05",
      says = "a store with a keyring is not opened in clear text",
      from = Contract.SEALER_OPEN)
  void notInClearText(StorageBackend backend) {
    byTheKit(backend);

    isRefused(
        backend,
        "opening in clear text",
        () -> SecureStorage.over(bare(backend)).unsealed().build());
  }

  @Rule(
      id = "R-RING-06",
      says = "no clear and no purge reaches the keyring",
      from = Contract.SEALER_OPEN)
  void outOfReach(StorageBackend backend) {
    HandClock clock = new HandClock();
    SecureStorage storage = byTheKit(backend, keyringIn(backend), clock);
    StoredRecord keyring = Sealed.keyring(backend);
    storage.write("token", secret(1));
    storage.scoped("a").write("token", secret(2));
    storage.scoped("b").write("token", secret(3), expiresIn(1));

    storage.scoped("a").clear();
    clock.setTo(1);
    storage.purgeExpired(100);
    storage.clear();

    Verify.holds(bare(backend), keyring);
    SecureStorage again = byTheKit(backend);
    readsNothing(again.scoped("a"), "token");
    again.scoped("a").write("token", secret(4));
    readsAs(storage.scoped("a"), "token", secret(4));
  }

  @Rule(
      id = "R-RING-07",
      says = "those who open a new store at once share one keyring",
      from = Contract.SEALER_OPEN,
      races = true)
  void openedAtOnce(StorageBackend backend) {
    openAtOnce(List.of(backend));
  }

  @Rule(
      id = "R-RING-08",
      says = "those who open a new store at once through several instances share one keyring",
      from = Contract.SEALER_OPEN,
      races = true,
      needs = Guarantee.SHARED)
  void openedAtOnce(StorageBackend one, StorageBackend other) {
    openAtOnce(List.of(one, other));
  }

  @Rule(
      id = "R-RING-09",
      says = "of those who replace the keyring at once, none undoes what another has added",
      from = Contract.SEALER_OPEN,
      races = true)
  void replacedAtOnce(StorageBackend backend) {
    byTheKit(backend).scoped("a").write("token", secret(1));

    List<Boolean> added = Race.of(OPENERS, racer -> () -> {
      KitKeyring keyring = keyringIn(backend);
      int attempts = 0;
      while (!keyring.addEpoch()) {
        attempts++;
        Verify.that(attempts < OPENERS, "one of those who race to succeed each time", "none");
      }
      return true;
    });

    int epoch = keyringIn(backend).open().epoch();
    Verify.equal(1 + added.size(), epoch, "the epochs of the keyring:");
    readsAs(byTheKit(backend).scoped("a"), "token", secret(1));
  }

  private static void openAtOnce(List<StorageBackend> backends) {
    StorageBackend first = backends.get(0);
    for (int round = 0; round < ROUNDS; round++) {
      List<SecureStorage> storages = Race.of(OPENERS, racer -> () -> {
        SecureStorage storage = byTheKit(backends.get(racer % backends.size()), racer);
        storage.scoped("a").write("k" + racer, secret(racer));
        return storage;
      });

      for (SecureStorage storage : storages) {
        for (int racer = 0; racer < OPENERS; racer++) {
          readsAs(storage.scoped("a"), "k" + racer, secret(racer));
        }
      }
      first.removePrefix(RecordId.ENTRIES);
      remove(bare(first), RecordId.KEYRING);
    }
  }

  private static void isRefused(StorageBackend backend, String what, Executable opening) {
    List<StoredRecord> before = everything(backend);

    Verify.thrown(KeyUnavailableException.class, what, opening);

    List<StoredRecord> after = everything(backend);
    Verify.equal(before.size(), after.size(), "afterwards the number of records");
    for (int i = 0; i < before.size(); i++) {
      Verify.same(before.get(i), after.get(i));
    }
  }
}
