package dev.coffer.storage.crypto;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a store's keyring has, and how many records need each of its epochs.
 *
 * <p>Immutable.
 */
public final class KeyringStatus {

  private final long generation;
  private final List<EpochStatus> epochs;
  private final List<SlotStatus> slots;
  private final long strayRecords;

  private KeyringStatus(
      long generation, List<EpochStatus> epochs, List<SlotStatus> slots, long strayRecords) {
    this.generation = generation;
    this.epochs = List.copyOf(epochs);
    this.slots = List.copyOf(slots);
    this.strayRecords = strayRecords;
  }

  static KeyringStatus of(Keyring opened, RecordCounts counts) {
    SealedKeyring keyring = opened.sealed();
    EpochTimes times = EpochTimes.of(keyring.extensions());
    List<EpochStatus> epochs = new ArrayList<>();
    long known = 0;
    for (Epoch epoch : keyring.epochs()) {
      long records = counts.of(epoch.number());
      known += records;
      epochs.add(new EpochStatus(
          epoch, times.since(epoch).map(Instant::ofEpochMilli).orElse(null), records));
    }
    return new KeyringStatus(keyring.generation(), epochs, slotsOf(opened), counts.total() - known);
  }

  static List<SlotStatus> slotsOf(Keyring keyring) {
    SlotNotes notes = SlotNotes.of(keyring.sealed());
    List<SlotStatus> slots = new ArrayList<>();
    for (Slot slot : keyring.sealed().slots()) {
      slots.add(new SlotStatus(slot, notes, slot.id() == keyring.ownSlot()));
    }
    return slots;
  }

  /** The number of this state of the keyring, unsigned; each change has a higher one. */
  public long generation() {
    return generation;
  }

  /** All epochs that there ever were, the first one first. */
  public List<EpochStatus> epochs() {
    return epochs;
  }

  /** The ways into the keyring. */
  public List<SlotStatus> slots() {
    return slots;
  }

  /**
   * How many records claim an epoch that the keyring has never had: edited ones, or the keyring is
   * an old one that was restored without its records.
   */
  public long strayRecords() {
    return strayRecords;
  }

  @Override
  public String toString() {
    return "KeyringStatus[generation=" + Long.toUnsignedString(generation) + ", epochs=" + epochs
        + ", slots=" + slots + "]";
  }

  /**
   * An epoch: one key for names and values.
   *
   * <p>Immutable.
   */
  public static final class EpochStatus {

    private final Epoch epoch;
    private final @Nullable Instant since;
    private final long records;

    private EpochStatus(Epoch epoch, @Nullable Instant since, long records) {
      this.epoch = epoch;
      this.since = since;
      this.records = records;
    }

    /** Its number, unsigned. */
    public int number() {
      return epoch.number();
    }

    /** What its key may do. */
    public EpochState state() {
      return epoch.state();
    }

    /** Since when it is in this state; empty where that was not noted, as of a store's first. */
    public Optional<Instant> since() {
      return Optional.ofNullable(since);
    }

    /** The {@link Suite#id} of its key; a number, where this release does not know it. */
    public String suite() {
      return Suite.of(epoch.suite())
          .map(Suite::id)
          .orElseGet(() -> Integer.toString(epoch.suite()));
    }

    /** How many records are sealed with its key, expired ones too. */
    public long records() {
      return records;
    }

    @Override
    public String toString() {
      return epoch.text() + " " + state() + " " + records;
    }
  }

  /**
   * A slot: one master key that opens the store.
   *
   * <p>Immutable.
   */
  public static final class SlotStatus {

    private final Slot slot;
    private final SlotNotes notes;
    private final boolean own;

    private SlotStatus(Slot slot, SlotNotes notes, boolean own) {
      this.slot = slot;
      this.notes = notes;
      this.own = own;
    }

    /**
     * Its number, unsigned: no other slot of the keyring has it, and it stays while the slot does.
     */
    public int id() {
      return slot.id();
    }

    /** Where its master key is kept: {@code file}, {@code env}, {@code passphrase} and so on. */
    public String kind() {
      return Slot.nameOf(slot.kind());
    }

    /**
     * The place of its master key, where the slot itself has that in the open, as for a key service
     * and the system's keyring; empty for all other kinds.
     */
    public Optional<String> place() {
      return slot.place();
    }

    /** When it was added; empty where that was not noted, as of a store's first. */
    public Optional<Instant> added() {
      return notes.added(slot.id()).map(Instant::ofEpochMilli);
    }

    /** What it is called, if it is called anything. */
    public Optional<SlotLabel> label() {
      return notes.label(slot.id());
    }

    /** Whether the master key in use has opened the store by this one. */
    public boolean isOwn() {
      return own;
    }

    @Override
    public String toString() {
      return Integer.toUnsignedString(id()) + " " + kind();
    }
  }
}
