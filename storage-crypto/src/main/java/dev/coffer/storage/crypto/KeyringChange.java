package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The next generation of a keyring while it is being made: its epochs, their times and its slots,
 * as they are to be. It knows how to seal them, and not which change makes sense: that is
 * {@link EpochChanges} and {@link SlotChanges}.
 *
 * <p>Not thread-safe; the keyring before stays as it is.
 */
final class KeyringChange implements AutoCloseable {

  private final Keyring before;
  private final long now;
  private final List<Epoch> epochs;
  private EpochTimes times;
  private List<Slot> slots;
  private SlotNotes notes;
  private @Nullable StoreKey newStoreKey;
  private boolean changed;

  /** Of a keyring that stays open, at {@code now}, in milliseconds since 1970. */
  KeyringChange(Keyring before, long now) {
    this.before = before;
    this.now = now;
    this.epochs = new ArrayList<>(before.sealed().epochs());
    this.times = EpochTimes.of(before.sealed().extensions());
    this.slots = before.sealed().slots();
    this.notes = SlotNotes.of(before.sealed());
  }

  /** The time of the change. */
  long now() {
    return now;
  }

  /** In ascending order of their numbers. */
  List<Epoch> epochs() {
    return List.copyOf(epochs);
  }

  /** The epoch in this state with the highest number. */
  Optional<Epoch> last(EpochState state) {
    return epochs.stream()
        .filter(epoch -> epoch.state() == state)
        .reduce((lower, higher) -> higher);
  }

  /** Since when an epoch is in its state, in milliseconds since 1970; empty if not known. */
  Optional<Long> since(Epoch epoch) {
    return times.since(epoch);
  }

  /** Adds an epoch, with a new key. */
  Epoch add(EpochState state, int suite) {
    int last = epochs.get(epochs.size() - 1).number();
    if (epochs.size() == KeyringFormat.MAX_EPOCHS || last == -1) {
      throw new KeyChangeRefusedException("The keyring has had " + epochs.size()
          + " epochs, and there is no room for another: copy the entries into a new store.");
    }
    Epoch added = new Epoch(last + 1, state, suite);
    epochs.add(added);
    changed = true;
    times = times.with(added, now);
    return added;
  }

  /** Brings an epoch into another state. */
  Epoch set(Epoch epoch, EpochState state) {
    Epoch after = new Epoch(epoch.number(), state, epoch.suite());
    epochs.set(epochs.indexOf(epoch), after);
    times = times.with(after, now);
    changed = true;
    return after;
  }

  /** In ascending order of their ids. */
  List<Slot> slots() {
    return slots;
  }

  /** The store key that slots wrap: the one before, or the new one. */
  StoreKey storeKey() {
    return newStoreKey == null ? before.storeKey() : newStoreKey;
  }

  /** Makes a new store key, which every slot has to wrap from now on. */
  void renewStoreKey() {
    close();
    newStoreKey = StoreKey.random(before.sealed().storeId());
  }

  /** Has these slots, in ascending order of their ids; what is noted of those that stay, stays. */
  void setSlots(List<Slot> slots) {
    this.slots = List.copyOf(slots);
    changed = true;
  }

  /** What is noted of the slots. */
  SlotNotes notes() {
    return notes;
  }

  /** Notes this of the slots. */
  void setNotes(SlotNotes notes) {
    this.notes = notes;
    changed = true;
  }

  /** Whether anything is to be different. */
  boolean isChanged() {
    return changed;
  }

  /** The next generation, open; it was read back from its own bytes. */
  Keyring seal() {
    try {
      byte[] bytes = KeyringCreation.seal(draft(), storeKey());
      return Keyring.open(
          bytes, new KeyringOpening(bytes), new KeyringOpening.Found(storeKey().copy(), ownSlot()));
    } catch (GeneralSecurityException noAlgorithm) {
      throw new KeyUnavailableException(
          "The keyring cannot be changed: this Java lacks an algorithm that it needs.",
          noAlgorithm);
    }
  }

  /** That of the keyring before, unless it was removed. */
  private int ownSlot() {
    return slots.stream().anyMatch(slot -> slot.id() == before.ownSlot()) ? before.ownSlot() : 0;
  }

  private SealedKeyring draft() throws GeneralSecurityException {
    SealedKeyring sealed = before.sealed();
    StoreKey old = before.storeKey();
    byte[] records = old.open(StoreKey.Role.RECORDS, sealed.recordKeyset());
    try {
      return new SealedKeyring(
          sealed.storeId(),
          sealed.generation() + 1,
          slots,
          epochs,
          KeyringCreation.sealed(
              storeKey(),
              StoreKey.Role.DIGESTS,
              old.open(StoreKey.Role.DIGESTS, sealed.digestKeyset())),
          KeyringCreation.sealed(
              storeKey(),
              StoreKey.Role.RECORDS,
              Keysets.recordBytes(Keysets.revisedRecordKeyset(records, epochs))),
          notes.in(times.in(sealed.extensions()), slots));
    } finally {
      Arrays.fill(records, (byte) 0);
    }
  }

  /** Wipes a new store key; {@link #seal} has given out a copy. */
  @Override
  public void close() {
    if (newStoreKey != null) {
      newStoreKey.close();
    }
  }
}
