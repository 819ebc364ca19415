package dev.coffer.storage.crypto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The slots of a keyring: which can be added, and what it takes to remove one. A removed slot's
 * master key may still open an old copy of the keyring, and so has the store key of then: the store
 * gets a new one, and each slot that stays has to wrap it. That takes the slot's own master key,
 * for what is wrapped without it could be unwrapped by whoever knew the old key.
 */
final class SlotChanges {

  private final KeyringChange change;
  private final KeyringOpening before;

  SlotChanges(KeyringChange change, Keyring keyring) {
    this.change = change;
    this.before = new KeyringOpening(keyring.toBytes());
  }

  /** Adds a slot for a master key that does not have one, and gives its id. */
  int add(MasterKey masterKey, Optional<SlotLabel> label) {
    before.slotOf(masterKey).ifPresent(slot -> {
      throw new KeyChangeRefusedException(
          "The master key " + masterKey.source() + " opens slot " + text(slot.id()) + " already.");
    });
    List<Slot> slots = new ArrayList<>(change.slots());
    if (slots.size() == KeyringFormat.MAX_SLOTS) {
      throw new KeyChangeRefusedException("The keyring has " + slots.size()
          + " slots, and no room for another: remove one that is not needed any more.");
    }
    int id = slots.get(slots.size() - 1).id() + 1;
    slots.add(change.storeKey().slot(id, masterKey));
    change.setSlots(slots);
    change.setNotes(change.notes().withAdded(id, change.now()).withLabel(id, label));
    return id;
  }

  /** Calls a slot something else, or nothing; one that is called so already stays as it is. */
  void label(int id, Optional<SlotLabel> label) {
    requireSlot(id);
    if (!change.notes().label(id).equals(label)) {
      change.setNotes(change.notes().withLabel(id, label));
    }
  }

  /** Removes slots, and has the others wrap a new store key by these master keys of theirs. */
  void remove(Set<Integer> ids, List<MasterKey> masterKeys) {
    ids.forEach(this::requireSlot);
    List<Slot> staying = change.slots().stream()
        .filter(slot -> !ids.contains(slot.id()))
        .collect(Collectors.toList());
    if (staying.isEmpty()) {
      throw new KeyChangeRefusedException("No slot would be left, and nobody could open the store:"
          + " add another one first, or replace one.");
    }
    change.renewStoreKey();
    List<Slot> missing = new ArrayList<>();
    List<Slot> wrapped = new ArrayList<>();
    for (Slot slot : staying) {
      masterKeys.stream()
          .filter(masterKey -> before.isOpenedBy(masterKey, slot))
          .findFirst()
          .ifPresentOrElse(
              masterKey -> wrapped.add(change.storeKey().slot(slot.id(), masterKey)),
              () -> missing.add(slot));
    }
    if (!missing.isEmpty()) {
      throw new KeyChangeRefusedException(
          "A removed slot gives the store a new key, which each slot"
              + " that stays has to wrap by its own master key. Give those too, of "
              + missing.stream().map(this::shown).collect(Collectors.joining(" and "))
              + "; or remove those too.");
    }
    change.setSlots(wrapped);
  }

  private void requireSlot(int id) {
    if (change.slots().stream().noneMatch(slot -> slot.id() == id)) {
      throw new KeyChangeRefusedException("The keyring has no slot " + text(id) + ".");
    }
  }

  /** A slot by its number, its kind and its label. */
  private String shown(Slot slot) {
    return "slot " + text(slot.id()) + " (" + Slot.nameOf(slot.kind())
        + change.notes().label(slot.id()).map(label -> ", \"" + label + '"').orElse("")
        + ")";
  }

  private static String text(int id) {
    return Integer.toUnsignedString(id);
  }
}
