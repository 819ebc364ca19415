package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.FacadeSamples.entry;
import static dev.coffer.storage.tck.FacadeSamples.expiresIn;
import static dev.coffer.storage.tck.FacadeSamples.onlyRecord;
import static dev.coffer.storage.tck.FacadeSamples.readsAs;
import static dev.coffer.storage.tck.FacadeSamples.readsNothing;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.FacadeSamples.storage;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.StorageBackend;
import java.util.List;
import java.util.Optional;

/** What an application sees of entries: reading, writing, deleting, expiry. */
abstract class FacadeRules extends Rules {

  @Rule(
      id = "R-FAC-01",
      says = "read answers what was written, with its name, version and expiry",
      from = Contract.READ)
  void readsWhatWasWritten(StorageBackend backend) {
    StorageScope alice = storage(backend).scoped("tenant7", "alice");
    Secret everyByte = Secret.of(everyByte());

    Version version = alice.write("token", everyByte, expiresIn(5));

    Entry entry = entry(alice, "token");
    Verify.equal(List.of("tenant7", "alice"), entry.path(), "the path");
    Verify.equal("token", entry.key(), "the key");
    Verify.equal(version, entry.version(), "the version");
    Verify.equal(
        Optional.of(new HandClock().instant().plusMillis(5)), entry.expiresAt(), "the expiry");
    readsAs(alice, "token", everyByte);
    readsNothing(alice, "other");
  }

  @Rule(
      id = "R-FAC-02",
      says = "a write replaces what was there, and has a version of its own",
      from = Contract.WRITE)
  void writeReplaces(StorageBackend backend) {
    SecureStorage storage = storage(backend);

    Version first = storage.write("token", secret(1), expiresIn(5));
    Version second = storage.write("token", secret(2));

    Verify.that(!first.equals(second), "two versions", first + " twice");
    readsAs(storage, "token", secret(2));
    Verify.equal(second, entry(storage, "token").version(), "the version");
    Verify.equal(Optional.empty(), entry(storage, "token").expiresAt(), "the expiry");
  }

  @Rule(
      id = "R-FAC-03",
      says = "an entry is there until the last millisecond, and absent from expiresAt on",
      from = Contract.EXPIRY)
  void absentFromExpiryOn(StorageBackend backend) {
    HandClock clock = new HandClock();
    SecureStorage storage = storage(backend, clock);
    storage.write("token", secret(1), expiresIn(1_000));

    clock.setTo(999);
    readsAs(storage, "token", secret(1));

    clock.setTo(1_000);
    readsNothing(storage, "token");
    clock.setTo(1_000_000);
    readsNothing(storage, "token");
  }

  @Rule(
      id = "R-FAC-06",
      says = "delete removes what is there, and is fine where nothing is",
      from = Contract.DELETE)
  void delete(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("token", secret(1));
    storage.write("other", secret(2));

    storage.delete("token");
    storage.delete("token");

    readsNothing(storage, "token");
    readsAs(storage, "other", secret(2));
  }

  @Rule(
      id = "R-FAC-13",
      says =
          "destroying a secret does not alter what was stored of it, and one destroyed is refused",
      from = Contract.SECRET)
  void destroyedSecret(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    Secret secret = secret(1);
    storage.write("token", secret);
    entry(storage, "token").value().destroy();

    secret.destroy();

    readsAs(storage, "token", secret(1));
    Verify.thrown(
        IllegalStateException.class,
        "write of a destroyed secret",
        () -> storage.write("token", secret));
    readsAs(storage, "token", secret(1));
  }

  @Rule(
      id = "R-FAC-14",
      says = "purgeExpired removes what has expired, within its limit, and counts it",
      from = Contract.PURGE)
  void purge(StorageBackend backend) {
    HandClock clock = new HandClock();
    SecureStorage storage = storage(backend, clock);
    for (int i = 0; i < 5; i++) {
      storage.scoped("a").write("k" + i, secret(i), expiresIn(10));
    }
    storage.write("stays", secret(9));

    Verify.equal(0, storage.purgeExpired(100), "before expiry a count by purgeExpired of");
    clock.setTo(10);
    Verify.equal(3, storage.purgeExpired(3), "a count by purgeExpired of");
    Verify.equal(2, storage.purgeExpired(3), "a count by purgeExpired of");

    readsAs(storage, "stays", secret(9));
    onlyRecord(backend);
  }

  private static byte[] everyByte() {
    byte[] bytes = new byte[257];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
