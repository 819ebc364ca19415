package dev.coffer.storage.crypto;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The life of epochs: which change of a state is right when. What needs the records counted is
 * counted by the caller.
 */
final class EpochChanges {

  /** How long every process may take to notice a change. */
  private final Duration propagation;

  EpochChanges(Duration propagation) {
    this.propagation = propagation;
  }

  /**
   * Takes the next step of a rotation: adds an epoch that does not seal yet or, if one has been
   * there for long enough, has it seal. Where no other process is to be waited for, both at once.
   * One that is still waiting stays as it is.
   *
   * @param suite the algorithms of an epoch that is added; those of the primary one, where empty
   * @return the epoch that seals next, or now
   */
  Epoch rotate(KeyringChange change, Optional<Suite> suite) {
    int algorithms = suite.map(Suite::number).orElse(primary(change).suite());
    Epoch waiting = change
        .last(EpochState.PRE_ACTIVE)
        .orElseGet(() -> change.add(EpochState.PRE_ACTIVE, algorithms));
    return remaining(change, waiting).isZero() ? activate(change, waiting) : waiting;
  }

  /** Adds an epoch, whatever is waiting: what was there before is not to seal any more. */
  Epoch replaceAll(KeyringChange change) {
    change.epochs().stream()
        .filter(epoch -> epoch.state() == EpochState.PRE_ACTIVE)
        .forEach(epoch -> change.set(epoch, EpochState.DECRYPT_ONLY));
    return rotate(change, Optional.empty());
  }

  private static Epoch activate(KeyringChange change, Epoch waiting) {
    change.set(primary(change), EpochState.DECRYPT_ONLY);
    return change.set(waiting, EpochState.PRIMARY);
  }

  private static Epoch primary(KeyringChange change) {
    return change.last(EpochState.PRIMARY).orElseThrow();
  }

  /** How much longer every process may take to notice that this epoch came into its state. */
  Duration remaining(KeyringChange change, Epoch epoch) {
    return remaining(change, epoch, propagation);
  }

  private static Duration remaining(KeyringChange change, Epoch epoch, Duration waiting) {
    Optional<Long> since = change.since(epoch);
    Duration passed =
        since.map(from -> Duration.ofMillis(change.now() - from)).orElse(Duration.ZERO);
    Duration left = waiting.minus(passed.isNegative() ? Duration.ZERO : passed);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Closes an epoch that is past; false if it is closed already. */
  boolean close(KeyringChange change, int number) {
    Epoch epoch = epoch(change, number);
    if (epoch.state() == EpochState.CLOSED) {
      return false;
    }
    if (epoch.state() != EpochState.DECRYPT_ONLY) {
      throw new KeyChangeRefusedException("Epoch " + epoch.text() + " is " + epoch.state()
          + ": one that is DECRYPT_ONLY can be closed. Rotate the keys first.");
    }
    Duration left = remaining(change, epoch);
    if (!left.isZero()) {
      throw new KeyChangeRefusedException("Epoch " + epoch.text() + " may still seal: another"
          + " process may not have noticed yet that it is past. Close it after "
          + Instant.ofEpochMilli(change.now()).plus(left) + ".");
    }
    change.set(epoch, EpochState.CLOSED);
    return true;
  }

  /** Opens an epoch again that was closed; false if it is open. */
  boolean reopen(KeyringChange change, int number) {
    Epoch epoch = epoch(change, number);
    if (epoch.state() == EpochState.DESTROYED) {
      throw new KeyChangeRefusedException(
          "Epoch " + epoch.text() + " is DESTROYED: there is no key of it to open again.");
    }
    if (epoch.state() == EpochState.CLOSED) {
      change.set(epoch, EpochState.DECRYPT_ONLY);
      return true;
    }
    return false;
  }

  /** Destroys the key of an epoch that was closed for long enough; false if that was done. */
  boolean destroy(KeyringChange change, int number, Duration waiting) {
    Epoch epoch = epoch(change, number);
    if (epoch.state() == EpochState.DESTROYED) {
      return false;
    }
    if (epoch.state() != EpochState.CLOSED) {
      throw new KeyChangeRefusedException("Epoch " + epoch.text() + " is " + epoch.state()
          + ": the key of one that is CLOSED can be destroyed. Close it first.");
    }
    Duration left = remaining(change, epoch, waiting);
    if (!left.isZero()) {
      throw new KeyChangeRefusedException("Epoch " + epoch.text() + " has not been closed for "
          + waiting.toDays() + " days yet: its key can be destroyed after "
          + Instant.ofEpochMilli(change.now()).plus(left) + ".");
    }
    change.set(epoch, EpochState.DESTROYED);
    return true;
  }

  private static Epoch epoch(KeyringChange change, int number) {
    return change.epochs().stream()
        .filter(epoch -> epoch.number() == number)
        .findFirst()
        .orElseThrow(() -> new KeyChangeRefusedException(
            "The keyring has no epoch " + Integer.toUnsignedString(number) + "."));
  }
}
