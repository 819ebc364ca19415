package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The byte layout of a keyring, format 1: {@code docs/format-keyring.md} is its specification. It
 * knows no keys: the MAC at the end is given and checked by {@link Keyring}.
 */
final class KeyringFormat {

  /** The most bytes that a keyring may have. */
  static final int MAX_LENGTH = 256 * 1024;

  /** The length of the MAC, which is the end of the keyring and covers all that is before it. */
  static final int MAC_LENGTH = 32;

  static final int FORMAT = 1;
  static final int MAX_SLOTS = 32;
  static final int MAX_SLOT_FIELD = 4 * 1024;
  static final int MAX_EPOCHS = 1_024;
  static final int MAX_DIGEST_KEYSET = 4 * 1024;
  static final int MAX_RECORD_KEYSET = 192 * 1024;
  static final int MAX_EXTENSIONS = 32;
  static final int MAX_EXTENSION = 16 * 1024;

  private static final byte[] MAGIC = "COFFERKR".getBytes(StandardCharsets.US_ASCII);
  private static final int STORE_ID_LENGTH = 16;
  private static final int CHECKSUM_LENGTH = 4;

  /** Where what depends on the format begins. */
  private static final int HEAD_LENGTH = MAGIC.length + 2;

  private KeyringFormat() {}

  /** The keyring up to its MAC. */
  static byte[] encode(SealedKeyring keyring) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeShort(FORMAT);
      out.writeShort(0);
      out.write(keyring.storeId());
      out.writeLong(keyring.generation());
      out.writeInt(keyring.slots().size());
      for (Slot slot : keyring.slots()) {
        write(out, slot);
      }
      out.writeInt(keyring.epochs().size());
      for (Epoch epoch : keyring.epochs()) {
        out.writeInt(epoch.number());
        out.writeByte(epoch.state().code());
        out.writeShort(epoch.suite());
      }
      string(out, keyring.digestKeyset());
      string(out, keyring.recordKeyset());
      out.writeInt(keyring.extensions().size());
      for (Extension extension : keyring.extensions()) {
        out.writeInt(extension.type());
        out.writeShort(extension.flags());
        string(out, extension.body());
      }
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException memoryHasNone) {
      throw new UncheckedIOException(memoryHasNone);
    }
    return bytes.toByteArray();
  }

  /** A slot as a keyring has it. */
  static byte[] encode(Slot slot) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, slot);
    } catch (IOException memoryHasNone) {
      throw new UncheckedIOException(memoryHasNone);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Slot slot) throws IOException {
    out.writeInt(slot.id());
    out.writeShort(slot.kind());
    string(out, slot.parameters());
    string(out, slot.wrapped());
  }

  private static void string(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * The parts of a whole keyring, MAC included but not checked.
   *
   * @throws KeyUnavailableException if it is damaged or of an unknown format
   */
  static SealedKeyring decode(byte[] keyring) {
    int end = keyring.length - MAC_LENGTH - CHECKSUM_LENGTH;
    requireKnown(keyring);
    if (keyring.length > MAX_LENGTH) {
      throw KeyringReader.damaged(
          "it has " + keyring.length + " bytes, at most " + MAX_LENGTH + " are possible");
    }
    if (end < HEAD_LENGTH) {
      throw KeyringReader.damaged("it has only " + keyring.length + " bytes");
    }
    // Tells an accident from a wrong master key, which the MAC, found only with the key, cannot.
    if (checksum(keyring, end) != ByteBuffer.wrap(keyring, end, CHECKSUM_LENGTH).getInt()) {
      throw KeyringReader.damaged("its checksum does not match");
    }
    KeyringReader reader = new KeyringReader(keyring, HEAD_LENGTH, end);
    requireNoFlags(reader.u16("flags"));
    SealedKeyring decoded = new SealedKeyring(
        reader.fixed(STORE_ID_LENGTH, "store id"),
        reader.u64("generation"),
        slots(reader),
        epochs(reader),
        reader.string(MAX_DIGEST_KEYSET, "digest keyset"),
        reader.string(MAX_RECORD_KEYSET, "record keyset"),
        extensions(reader));
    reader.end();
    return decoded;
  }

  private static void requireKnown(byte[] keyring) {
    if (keyring.length < HEAD_LENGTH
        || !Arrays.equals(keyring, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new KeyUnavailableException(
          "There is something else where the keyring belongs: it does not begin as a keyring does."
              + " Restore it from a backup.",
          null);
    }
    int format = ByteBuffer.wrap(keyring, MAGIC.length, 2).getShort() & 0xFFFF;
    if (format != FORMAT) {
      throw newer("it has format " + format + ", this release knows format " + FORMAT);
    }
  }

  private static void requireNoFlags(int flags) {
    if (flags != 0) {
      throw newer("it has the flags 0x" + Integer.toHexString(flags) + ", this release knows none");
    }
  }

  static KeyUnavailableException newer(String how) {
    return new KeyUnavailableException(
        "The keyring is not of this release: " + how + ". Open it with a newer release of Coffer.",
        null);
  }

  private static List<Slot> slots(KeyringReader reader) {
    List<Slot> slots = new ArrayList<>();
    int last = 0;
    for (int left = reader.count(MAX_SLOTS, "list of slots"); left > 0; left--) {
      Slot slot = new Slot(
          reader.u32("slot's id"),
          reader.u16("slot's kind"),
          reader.string(MAX_SLOT_FIELD, "slot's parameters"),
          reader.string(MAX_SLOT_FIELD, "slot's wrapped key"));
      last = ascending(last, slot.id(), "slots");
      slots.add(slot);
    }
    return slots;
  }

  private static List<Epoch> epochs(KeyringReader reader) {
    List<Epoch> epochs = new ArrayList<>();
    int last = 0;
    for (int left = reader.count(MAX_EPOCHS, "list of epochs"); left > 0; left--) {
      int number = reader.u32("epoch's number");
      int code = reader.u8("epoch's state");
      EpochState state = EpochState.of(code)
          .orElseThrow(() -> newer("an epoch has the state " + code + ", unknown to it"));
      last = ascending(last, number, "epochs");
      epochs.add(new Epoch(number, state, reader.u16("epoch's suite")));
    }
    return epochs;
  }

  private static List<Extension> extensions(KeyringReader reader) {
    List<Extension> extensions = new ArrayList<>();
    int last = 0;
    for (int left = reader.count(MAX_EXTENSIONS, "list of extensions"); left > 0; left--) {
      Extension extension = new Extension(
          reader.u32("extension's type"),
          reader.u16("extension's flags"),
          reader.string(MAX_EXTENSION, "extension"));
      last = ascending(last, extension.type(), "extensions");
      if (extension.flags() != 0) {
        throw newer("it cannot be used without its extension "
            + Integer.toUnsignedString(extension.type())
            + ", unknown to this release");
      }
      extensions.add(extension);
    }
    return extensions;
  }

  /** One order of each list, from 1 and without repetition, so that a keyring has one encoding. */
  private static int ascending(int last, int next, String what) {
    if (Integer.compareUnsigned(next, last) <= 0) {
      throw KeyringReader.damaged("its " + what + " are not in ascending order");
    }
    return next;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
