package dev.coffer.storage.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.storage.StorageOptions;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Master keys and bytes that the tests share. */
final class Fixtures {

  /** The bytes of {@link #masterKey()}, easily found in what must not show them. */
  static final byte[] MASTER_KEY_BYTES = "a canary of thirty-two bytes !!!".getBytes(UTF_8);

  static final byte[] STORE_ID = "sixteen byte id.".getBytes(UTF_8);
  static final byte[] PLAINTEXT = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln".getBytes(UTF_8);
  static final byte[] BINDING = "what it is bound to".getBytes(UTF_8);

  /** Options for kinds of master keys that look at none. */
  static final StorageOptions OPTIONS = StorageOptions.of("any");

  private Fixtures() {}

  static MasterKey masterKey() {
    return RawMasterKey.of("file:/keys/master.key", Slot.FILE, MASTER_KEY_BYTES);
  }

  static MasterKey anotherMasterKey() {
    byte[] another = MASTER_KEY_BYTES.clone();
    another[0]++;
    return RawMasterKey.of("file:/keys/another.key", Slot.FILE, another);
  }

  static Epoch epoch(int number, EpochState state) {
    return new Epoch(number, state, Suite.XAES_256_GCM_192_BIT_NONCE.number());
  }

  /** Makes the checksum of a keyring right again, as who edits it on purpose does. */
  static byte[] withChecksum(byte[] keyring) {
    int end = keyring.length - KeyringFormat.MAC_LENGTH - Integer.BYTES;
    CRC32C crc = new CRC32C();
    crc.update(keyring, 0, end);
    ByteBuffer.wrap(keyring).putInt(end, (int) crc.getValue());
    return keyring;
  }
}
