package dev.coffer.storage.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of the slots of a keyring: when each was added, and what it is called. It is the
 * keyring's extension 2, which is not critical. A release that does not know it takes slots away
 * and gives their ids again; so each note names the bytes of the slot that it is of by a digest,
 * and counts for no other.
 *
 * <p>Immutable.
 */
final class SlotNotes {

  /** The number of the extension. */
  static final int TYPE = 2;

  /** How much of a digest of a slot tells it from what has its id later. */
  private static final int DIGEST_LENGTH = 16;

  /** A time that nobody noted. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  private static final int HEAD_LENGTH = Integer.BYTES + DIGEST_LENGTH + Long.BYTES + Integer.BYTES;

  private static final Note NOTHING = new Note(UNKNOWN, null);

  /** By the ids of the slots. */
  private final Map<Integer, Note> notes;

  private record Note(long added, @Nullable SlotLabel label) {}

  private SlotNotes(Map<Integer, Note> notes) {
    this.notes = Map.copyOf(notes);
  }

  /** What a keyring notes of the slots that it has; nothing where it does not, or of others. */
  static SlotNotes of(SealedKeyring keyring) {
    Map<Integer, Note> notes = new HashMap<>();
    keyring.extensions().stream()
        .filter(extension -> extension.type() == TYPE)
        .forEach(extension -> read(ByteBuffer.wrap(extension.body()), keyring.slots(), notes));
    return new SlotNotes(notes);
  }

  private static void read(ByteBuffer body, List<Slot> slots, Map<Integer, Note> notes) {
    while (body.remaining() >= HEAD_LENGTH) {
      int id = body.getInt();
      byte[] digest = new byte[DIGEST_LENGTH];
      body.get(digest);
      long added = body.getLong();
      int length = body.getInt();
      if (length < 0 || length > body.remaining()) {
        return;
      }
      byte[] text = new byte[length];
      body.get(text);
      slots.stream()
          .filter(slot -> slot.id() == id && Arrays.equals(digestOf(slot), digest))
          .forEach(slot -> notes.put(id, new Note(added, label(text))));
    }
  }

  /** The label; none where another release has noted one that is none here. */
  private static @Nullable SlotLabel label(byte[] text) {
    try {
      return text.length == 0 ? null : SlotLabel.of(new String(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException unfit) {
      return null;
    }
  }

  /** When a slot was added, in milliseconds since 1970; empty where nobody noted. */
  Optional<Long> added(int slot) {
    return Optional.of(note(slot).added).filter(time -> time != UNKNOWN);
  }

  /** What a slot is called, if it is called anything. */
  Optional<SlotLabel> label(int slot) {
    return Optional.ofNullable(note(slot).label);
  }

  private Note note(int slot) {
    return notes.getOrDefault(slot, NOTHING);
  }

  /** With a slot that was added at this time, and has no label. */
  SlotNotes withAdded(int slot, long time) {
    return with(slot, new Note(time, null));
  }

  /** With a label for a slot, or none. */
  SlotNotes withLabel(int slot, Optional<SlotLabel> label) {
    return with(slot, new Note(note(slot).added, label.orElse(null)));
  }

  private SlotNotes with(int slot, Note note) {
    Map<Integer, Note> more = new HashMap<>(notes);
    more.put(slot, note);
    return new SlotNotes(more);
  }

  /** The extensions with what is noted of these slots in the place of what was before. */
  List<Extension> in(List<Extension> extensions, List<Slot> slots) {
    List<Extension> all = new ArrayList<>(extensions);
    all.removeIf(extension -> extension.type() == TYPE);
    byte[] body = body(slots);
    if (body.length > 0) {
      all.add(new Extension(TYPE, 0, body));
      all.sort((one, other) -> Integer.compareUnsigned(one.type(), other.type()));
    }
    return all;
  }

  private byte[] body(List<Slot> slots) {
    ByteBuffer body = ByteBuffer.allocate(slots.size() * (HEAD_LENGTH + SlotLabel.MAX_BYTES));
    for (Slot slot : slots) {
      Note note = note(slot.id());
      if (!note.equals(NOTHING)) {
        byte[] text = note.label == null ? new byte[0] : note.label.toBytes();
        body.putInt(slot.id())
            .put(digestOf(slot))
            .putLong(note.added)
            .putInt(text.length)
            .put(text);
      }
    }
    return Arrays.copyOf(body.array(), body.position());
  }

  /** The beginning of SHA-256 of a slot as a keyring has it. */
  private static byte[] digestOf(Slot slot) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(KeyringFormat.encode(slot));
      return Arrays.copyOf(digest, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java has SHA-256.", impossible);
    }
  }
}
