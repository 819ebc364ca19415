package dev.coffer.storage.file;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.crypto.Keyring;
import dev.coffer.storage.crypto.MasterKey;

/**
 * A target for Jazzer: arbitrary bytes are opened as a keyring, by a master key that wraps nothing,
 * so that every slot opens that can be read. They are a keyring, or its key is unavailable; nothing
 * else comes out of it, and no more is allocated than their length warrants.
 */
public final class KeyringFuzz {

  /** Keys and their schedules; beyond that, a small multiple of what is read. */
  private static final long FIXED = 1 << 20;

  private static final long PER_BYTE = 500;

  private KeyringFuzz() {}

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    Allocation.requireAtMost(FIXED + PER_BYTE * input.length, () -> {
      try (MasterKey key = new OpenMasterKey();
          Keyring keyring = Keyring.open(input, key)) {
        keyring.generation();
      } catch (KeyUnavailableException documented) {
        // As it should be.
      }
    });
  }

  /** Wraps nothing, and opens every slot. */
  static final class OpenMasterKey implements MasterKey {

    private static final int FILE_SLOT = 1;

    @Override
    public String source() {
      return "open";
    }

    @Override
    public int slotKind() {
      return FILE_SLOT;
    }

    @Override
    public boolean opens(int slotKind) {
      return true;
    }

    @Override
    public byte[] newSlotParameters() {
      return new byte[0];
    }

    @Override
    public byte[] wrap(byte[] storeKey, byte[] parameters, byte[] associatedData) {
      return storeKey.clone();
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] parameters, byte[] associatedData) {
      return wrapped.clone();
    }

    @Override
    public void close() {}
  }
}
