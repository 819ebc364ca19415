package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StorageBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of one store as their administrator sees and changes them, while any number of processes
 * use the store: rotation, sealing anew, the end of old keys, and the slots of master keys.
 *
 * <pre>{@code
 * try (KeyAdministration keys = KeyAdministration.open(options)) {
 *   Rotation rotation = keys.rotate();    // a new epoch, which everyone gets to know
 *   // after rotation.activeFrom():
 *   keys.rotate();                        // it seals
 *   keys.reseal(progress -> {});          // what older ones have sealed is sealed anew
 *   keys.closeEpoch(1);                   // nothing needs its key any more
 * }
 * }</pre>
 *
 * <p>Every change is a new generation of the keyring, put in the place of the one before in one
 * step: of two administrators at once none undoes what the other has done.
 *
 * <p>Thread-safe; calls that change the keyring go one at a time.
 */
public final class KeyAdministration implements AutoCloseable {

  /**
   * How long every process may take to notice a change, unless it is said otherwise: the longest
   * refresh interval, and as much again for writes under way and clocks that differ.
   */
  public static final Duration PROPAGATION = KeyringOptions.MAX_REFRESH.multipliedBy(2);

  /** How long an epoch is closed before its key may be destroyed, unless it is said otherwise. */
  public static final Duration WAITING_TIME = Duration.ofDays(30);

  private final StorageBackend backend;
  private final StorageOptions options;
  private final MasterKeys masterKeys;
  private final InstantSource clock;
  private final KeyringFollower follower;
  private final KeyringSteps steps;
  private Duration propagation = PROPAGATION;

  private KeyAdministration(
      StorageBackend backend,
      StorageOptions options,
      MasterKeys masterKeys,
      KeyringFollower follower) {
    this.backend = backend;
    this.options = options;
    this.masterKeys = masterKeys;
    this.clock = options.clock();
    this.follower = follower;
    this.steps = new KeyringSteps(follower, clock);
  }

  /**
   * For the store that these options open.
   *
   * @throws StorageConfigurationException with all that is wrong with the options, or if there is
   *     no keyring
   * @throws KeyUnavailableException if the master key does not open the keyring
   * @throws StorageUnavailableException if the store cannot be reached
   */
  public static KeyAdministration open(StorageOptions options) {
    return over(options.openBackend(), options);
  }

  /**
   * For the store that a backend holds, which is closed with this.
   *
   * @param options for the master key, the refresh interval and the clock
   * @throws StorageException as {@link #open} has it
   */
  public static KeyAdministration over(StorageBackend backend, StorageOptions options) {
    return over(backend, options, MasterKeys.found());
  }

  /**
   * For the store that these options open by an export, {@code export:PATH}; where the store has
   * lost its keyring, the exported one is put in its place first.
   *
   * @throws StorageException as {@link #open} has it
   * @throws KeyUnavailableException also if the export is of another store, or nothing tells of
   *     which
   */
  public static KeyAdministration restore(StorageOptions options) {
    MasterKeys masterKeys = MasterKeys.found();
    StorageBackend backend = options.openBackend();
    try {
      new AdministeredKeyring(backend, options, masterKeys).restoreIfLost();
    } catch (RuntimeException | Error failure) {
      backend.close();
      throw failure;
    }
    return over(backend, options, masterKeys);
  }

  static KeyAdministration over(
      StorageBackend backend, StorageOptions options, MasterKeys masterKeys) {
    try {
      return new KeyAdministration(
          backend,
          options,
          masterKeys,
          new AdministeredKeyring(backend, options, masterKeys).open());
    } catch (RuntimeException | Error failure) {
      backend.close();
      throw failure;
    }
  }

  /**
   * Says how long every process may take to notice a change. Zero for a store that no other process
   * has open, or whose processes are all stopped. Less than {@link #PROPAGATION} only where each
   * has set a refresh interval of less than half of it; more, by as much, where one goes on sealing
   * during an outage ({@link KeyringOptions#OUTAGE}).
   *
   * @throws IllegalArgumentException if it is negative
   */
  public synchronized KeyAdministration propagation(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("A time to wait is not negative, as " + time + " is.");
    }
    propagation = time;
    return this;
  }

  /** What the keyring has now, and how many records need each epoch, which the backend counts. */
  public synchronized KeyringStatus status() {
    follower.look();
    return KeyringStatus.of(follower.keyring(), RecordCounts.of(backend));
  }

  /** The ways into the keyring, and what tells them apart. */
  public synchronized List<KeyringStatus.SlotStatus> slots() {
    follower.look();
    return KeyringStatus.slotsOf(follower.keyring());
  }

  /** The id of the slot that a master key opens, if there is one. */
  public synchronized Optional<Integer> slotOf(MasterKey masterKey) {
    follower.look();
    return new KeyringOpening(follower.keyring().toBytes()).slotOf(masterKey).map(Slot::id);
  }

  /**
   * Takes the next step of a rotation. The first adds an epoch that does not seal yet; after
   * {@link Rotation#activeFrom()}, when every process knows it, another call has it seal. In
   * between a call changes nothing. Where nobody is to be waited for, the first step is the last.
   */
  public Rotation rotate() {
    return rotate(Optional.empty());
  }

  /**
   * As {@link #rotate()}, with these algorithms for an epoch that is added, instead of those that
   * the store has had. One that is waiting already keeps its own.
   */
  public Rotation rotate(Suite suite) {
    return rotate(Optional.of(suite));
  }

  private synchronized Rotation rotate(Optional<Suite> suite) {
    EpochChanges epochs = new EpochChanges(propagation);
    return steps.change(change -> rotation(epochs, change, epochs.rotate(change, suite)));
  }

  private static Rotation rotation(EpochChanges epochs, KeyringChange change, Epoch next) {
    return new Rotation(
        next.number(),
        next.state() == EpochState.PRIMARY,
        Instant.ofEpochMilli(change.now()).plus(epochs.remaining(change, next)));
  }

  /**
   * Seals every record anew that is not of the primary epoch, while others read and write. Versions
   * stay, and whoever writes a record meanwhile wins. What ends it early (a failure, the listener)
   * harms nothing: another run goes on. Two threads of its own seal while this one writes; they end
   * with the call.
   *
   * @return what came of it; {@link #status} says whether records are left, of writers that had not
   *     noticed a rotation
   * @throws StorageUnavailableException if the store cannot be read or written
   */
  public ResealProgress reseal(ResealListener listener) {
    try (RecordSealer sealer = sealer()) {
      return new Resealing(backend, sealer, clock, listener).run();
    }
  }

  private synchronized RecordSealer sealer() {
    follower.look();
    return follower.keyring().sealer(options, backend, masterKeys);
  }

  /**
   * Closes an epoch: its key opens nothing any more, which can be undone. That it is not needed is
   * looked at before and after, since a process that was held up may have been writing with it.
   *
   * @throws KeyChangeRefusedException while a record needs it, and while a process may not have
   *     noticed yet that it is past
   */
  public synchronized void closeEpoch(int number) {
    requireUnneeded(number, "Seal them anew first.");
    EpochChanges epochs = new EpochChanges(propagation);
    if (steps.change(change -> epochs.close(change, number))) {
      try {
        requireUnneeded(
            number, "They came while it was being closed, so it was opened again. Try later.");
      } catch (KeyChangeRefusedException written) {
        reopenEpoch(number);
        throw written;
      }
    }
  }

  private void requireUnneeded(int number, String advice) {
    long records = RecordCounts.of(backend).of(number);
    if (records > 0) {
      throw new KeyChangeRefusedException("Epoch " + Integer.toUnsignedString(number)
          + " is needed: it has sealed " + records + (records == 1 ? " record" : " records")
          + " that would be unreadable without its key. " + advice);
    }
  }

  /**
   * Opens an epoch again that was closed; one that is open stays so.
   *
   * @throws KeyChangeRefusedException if its key was destroyed
   */
  public synchronized void reopenEpoch(int number) {
    steps.change(change -> new EpochChanges(propagation).reopen(change, number));
  }

  /**
   * Destroys the key of an epoch for ever. Records of it that are brought back from a backup into
   * this store are unreadable then; a backup of the whole store has its own keyring, with the key.
   *
   * @param waiting how long the epoch must have been closed
   * @throws KeyChangeRefusedException if it has not been for so long, or a record needs it
   */
  public synchronized void destroyEpoch(int number, Duration waiting) {
    requireUnneeded(number, "Open the epoch again, and seal them anew.");
    steps.change(change -> new EpochChanges(propagation).destroy(change, number, waiting));
  }

  /**
   * Adds a slot, so that this master key opens the store too.
   *
   * @return the slot's id
   * @throws KeyChangeRefusedException if the key opens a slot already, or there is no room
   */
  public int addSlot(MasterKey masterKey) {
    return addSlot(masterKey, Optional.empty());
  }

  /**
   * Adds a slot as {@link #addSlot(MasterKey)} does, and calls it something, to tell it from
   * another of its kind.
   */
  public int addSlot(MasterKey masterKey, SlotLabel label) {
    return addSlot(masterKey, Optional.of(label));
  }

  private synchronized int addSlot(MasterKey masterKey, Optional<SlotLabel> label) {
    return steps.change(
        change -> new SlotChanges(change, follower.keyring()).add(masterKey, label));
  }

  /**
   * Calls a slot something else.
   *
   * @throws KeyChangeRefusedException if there is no such slot
   */
  public void labelSlot(int id, SlotLabel label) {
    labelSlot(id, Optional.of(label));
  }

  /**
   * Takes a slot's label away; one without stays as it is.
   *
   * @throws KeyChangeRefusedException if there is no such slot
   */
  public void unlabelSlot(int id) {
    labelSlot(id, Optional.empty());
  }

  private synchronized void labelSlot(int id, Optional<SlotLabel> label) {
    steps.change(change -> {
      new SlotChanges(change, follower.keyring()).label(id, label);
      return id;
    });
  }

  /**
   * Removes slots: their master keys do not open the store any more. Whoever has one and a copy of
   * the store from before still opens that; so the store gets a new key of its own, and the
   * rotation to a new epoch begins, to be finished by {@link #rotate} and {@link #reseal}.
   *
   * @param others the master keys of the slots that stay; the one that this was opened with need
   *     not be among them
   * @throws KeyChangeRefusedException if there is no such slot, none would be left, or a master key
   *     of one that stays is missing: the message names the slots
   */
  public Rotation removeSlots(Set<Integer> ids, List<MasterKey> others) {
    return removeSlots(ids, others, Optional.empty(), Optional.empty());
  }

  /**
   * Adds a slot for a master key and removes others, in one step.
   *
   * @throws KeyChangeRefusedException as {@link #addSlot} and {@link #removeSlots} have it
   */
  public Rotation replaceSlots(Set<Integer> ids, MasterKey added, List<MasterKey> others) {
    return removeSlots(ids, others, Optional.of(added), Optional.empty());
  }

  /**
   * Replaces slots as {@link #replaceSlots(Set, MasterKey, List)} does, and calls the new one
   * something.
   */
  public Rotation replaceSlots(
      Set<Integer> ids, MasterKey added, SlotLabel label, List<MasterKey> others) {
    return removeSlots(ids, others, Optional.of(added), Optional.of(label));
  }

  private synchronized Rotation removeSlots(
      Set<Integer> ids,
      List<MasterKey> others,
      Optional<MasterKey> added,
      Optional<SlotLabel> label) {
    EpochChanges epochs = new EpochChanges(propagation);
    try (MasterKey own = masterKeys.open(options)) {
      List<MasterKey> all = new ArrayList<>(others);
      all.add(own);
      added.ifPresent(all::add);
      return steps.change(change -> {
        SlotChanges slots = new SlotChanges(change, follower.keyring());
        added.ifPresent(masterKey -> slots.add(masterKey, label));
        slots.remove(ids, all);
        return rotation(epochs, change, epochs.replaceAll(change));
      });
    }
  }

  /**
   * Writes the keyring into a new file that its owner alone may read, for {@code recovery} to open:
   * with it and a backup of the store, the store opens on another machine ({@link #restore}).
   *
   * @param recovery a passphrase's key, made as for a new store
   * @throws StorageConfigurationException if the file is there already, or cannot be made
   */
  public synchronized void export(Path file, MasterKey recovery) {
    follower.look();
    byte[] bytes = KeyringExport.of(follower.keyring(), recovery).toBytes();
    try {
      OwnerOnly.writeNew(file, bytes);
    } catch (IOException failure) {
      throw new StorageConfigurationException("The export cannot be written to " + file + ": "
          + failure.getClass().getSimpleName() + ". Name a new file in a folder that you may write"
          + " to.");
    }
  }

  /** Forgets the keys, and closes the backend. */
  @Override
  public synchronized void close() {
    // Both, even if one of them fails.
    try (backend;
        follower) {}
  }
}
