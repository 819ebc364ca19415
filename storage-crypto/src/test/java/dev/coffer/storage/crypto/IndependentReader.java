package dev.coffer.storage.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A second implementation of the keyring's format, written from {@code docs/format-keyring.md} with
 * the JDK alone: no Tink, and no class of the production code.
 */
final class IndependentReader {

  final String storeId;
  final long generation;

  /** "id kind parameters" of each slot. */
  final List<String> slots = new ArrayList<>();

  /** "number state suite" of each epoch. */
  final List<String> epochs = new ArrayList<>();

  /** "type flags body" of each extension. */
  final List<String> extensions = new ArrayList<>();

  final Map<Integer, Integer> suites = new HashMap<>();
  final byte[] digestKey;
  final Map<Integer, byte[]> recordKeys = new HashMap<>();

  /** What a reader has in its hands, and how that gives the store's key; null if it does not. */
  @FunctionalInterface
  interface Way {
    byte @Nullable [] storeKey(int kind, byte[] parameters, byte[] wrapped, byte[] binding)
        throws GeneralSecurityException;
  }

  /** By 32 bytes, from wherever they were. */
  IndependentReader(byte[] keyring, byte[] masterKey) throws GeneralSecurityException {
    this(
        keyring,
        (kind, parameters, wrapped, binding) ->
            kind == 1 || kind == 2 || kind == 5 ? xaesOpen(masterKey, wrapped, binding) : null);
  }

  /** By the 64 bytes that somebody has derived from a passphrase, with a slot's parameters. */
  static Way derived(byte[] bytes) {
    return (kind, parameters, wrapped, binding) -> {
      if (kind != 3) {
        return null;
      }
      ByteBuffer in = ByteBuffer.wrap(parameters);
      require(in.getShort() == 1, "key derivation");
      in.position(2 + 3 * 4);
      string(in);
      require(Arrays.equals(string(in), Arrays.copyOfRange(bytes, 32, 64)), "commitment");
      return xaesOpen(Arrays.copyOf(bytes, 32), wrapped, binding);
    };
  }

  /** By a service whose key is XAES-256-GCM with these 32 bytes, at this URI. */
  static Way service(String uri, byte[] key) {
    return (kind, parameters, wrapped, binding) ->
        kind == 4 && ascii(parameters).equals(uri) ? xaesOpen(key, wrapped, binding) : null;
  }

  /** Of an export, by the 64 bytes that somebody has derived from its recovery passphrase. */
  static IndependentReader ofExport(byte[] export, byte[] derived) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(export);
    require(ascii(take(in, 8)).equals("COFFERKX"), "magic");
    require(in.getShort() == 1 && in.getShort() == 0, "format");
    short kind = in.getShort();
    byte[] parameters = string(in);
    byte[] wrapped = string(in);
    byte[] keyring = string(in);
    CRC32C crc = new CRC32C();
    crc.update(export, 0, in.position());
    require(in.getInt() == (int) crc.getValue() && !in.hasRemaining(), "checksum");
    byte[] binding = ByteBuffer.allocate(16 + 16 + 2 + 4 + parameters.length)
        .put("coffer/export/v1".getBytes(StandardCharsets.US_ASCII))
        .put(keyring, 12, 16)
        .putShort(kind)
        .putInt(parameters.length)
        .put(parameters)
        .array();
    byte[] storeKey = derived(derived).storeKey(kind, parameters, wrapped, binding);
    return new IndependentReader(keyring, (anyKind, any, slot, its) -> storeKey);
  }

  IndependentReader(byte[] keyring, Way way) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(keyring);
    require(ascii(take(in, 8)).equals("COFFERKR"), "magic");
    require(in.getShort() == 1, "format");
    require(in.getShort() == 0, "flags");
    byte[] id = take(in, 16);
    storeId = hex(id);
    generation = in.getLong();
    byte[] storeKey = slots(in, id, way);
    for (int left = in.getInt(); left > 0; left--) {
      int number = in.getInt();
      byte state = in.get();
      short suite = in.getShort();
      suites.put(number, (int) suite);
      epochs.add(number + " " + state + " " + suite);
    }
    byte[] digests = string(in);
    byte[] records = string(in);
    for (int left = in.getInt(); left > 0; left--) {
      extensions.add(in.getInt() + " " + in.getShort() + " " + hex(string(in)));
    }
    CRC32C crc = new CRC32C();
    crc.update(keyring, 0, in.position());
    require(in.getInt() == (int) crc.getValue(), "checksum");
    byte[] covered = Arrays.copyOf(keyring, in.position());
    byte[] mac = hmac(hkdf(storeKey, id, "coffer/keyring/mac/v1"), covered);
    require(Arrays.equals(mac, take(in, 32)), "MAC");
    require(!in.hasRemaining(), "end");

    byte[] sealing = hkdf(storeKey, id, "coffer/keyring/seal/v1");
    byte[] digestKeyset = xaesOpen(sealing, digests, keysetBinding(id, 1));
    byte[] recordKeyset = xaesOpen(sealing, records, keysetBinding(id, 2));
    digestKey = keys(digestKeyset).get(1);
    recordKeys.putAll(keys(recordKeyset));
  }

  private byte[] slots(ByteBuffer in, byte[] id, Way way) throws GeneralSecurityException {
    byte[] storeKey = null;
    for (int left = in.getInt(); left > 0; left--) {
      int slot = in.getInt();
      short kind = in.getShort();
      byte[] parameters = string(in);
      byte[] wrapped = string(in);
      slots.add(slot + " " + kind + " " + hex(parameters));
      ByteBuffer binding = ByteBuffer.allocate(14 + 16 + 4 + 2 + 4 + parameters.length);
      binding.put("coffer/slot/v1".getBytes(StandardCharsets.US_ASCII)).put(id);
      binding.putInt(slot).putShort(kind).putInt(parameters.length).put(parameters);
      byte[] found = way.storeKey(kind, parameters, wrapped, binding.array());
      storeKey = found == null ? storeKey : found;
    }
    return storeKey;
  }

  /** What the store's records are addressed by: the first 16 bytes. */
  byte[] prf(byte[] input) throws GeneralSecurityException {
    return hmac(digestKey, input);
  }

  /** Opens a sealed name or value: 01, the epoch, then what its suite makes. */
  byte[] open(byte[] sealed, byte[] binding) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(sealed);
    require(in.get() == 1, "prefix");
    int epoch = in.getInt();
    byte[] key = recordKeys.get(epoch);
    byte[] body = Arrays.copyOfRange(sealed, 5, sealed.length);
    return switch (suites.get(epoch)) {
      case 1 -> xaesOpen(key, body, binding);
      case 2 -> IndependentSuites.gcmOpen(key, body, binding);
      case 3 -> IndependentSuites.gcmSivOpen(key, body, binding);
      case 4 -> IndependentSuites.ctrHmacOpen(key, body, binding);
      default -> throw new AssertionError("The suite is unknown.");
    };
  }

  private static byte[] keysetBinding(byte[] storeId, int role) {
    return ByteBuffer.allocate(16 + 16 + 1)
        .put("coffer/keyset/v1".getBytes(StandardCharsets.US_ASCII))
        .put(storeId)
        .put((byte) role)
        .array();
  }

  /** XAES-256-GCM, C2SP: a key for the message from the key and half of the nonce, by CMAC. */
  private static byte[] xaesOpen(byte[] key, byte[] sealed, byte[] binding)
      throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    byte[] zero = aes.doFinal(new byte[16]);
    byte[] subkey = new byte[16];
    for (int i = 0; i < 16; i++) {
      int next = i == 15 ? 0 : (zero[i + 1] & 0xFF) >>> 7;
      subkey[i] = (byte) (zero[i] << 1 | next);
    }
    subkey[15] ^= (byte) (zero[0] < 0 ? 0x87 : 0);

    byte[] blocks = new byte[32];
    for (int half = 0; half < 2; half++) {
      byte[] block = new byte[16];
      block[1] = (byte) (half + 1);
      block[2] = 'X';
      System.arraycopy(sealed, 0, block, 4, 12);
      for (int i = 0; i < 16; i++) {
        block[i] ^= subkey[i];
      }
      System.arraycopy(aes.doFinal(block), 0, blocks, 16 * half, 16);
    }

    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(blocks, "AES"),
        new GCMParameterSpec(128, sealed, 12, 12));
    gcm.updateAAD(binding);
    return gcm.doFinal(sealed, 24, sealed.length - 24);
  }

  /** RFC 5869, for one block of output. */
  private static byte[] hkdf(byte[] key, byte[] salt, String info) throws GeneralSecurityException {
    byte[] expand = Arrays.copyOf(info.getBytes(StandardCharsets.US_ASCII), info.length() + 1);
    expand[info.length()] = 1;
    return hmac(hmac(salt, key), expand);
  }

  private static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(input);
  }

  /** The key bytes in Tink's Keyset message, by key id: field 3 of each key's own message. */
  private static Map<Integer, byte[]> keys(byte[] keyset) {
    Map<Integer, byte[]> keys = new HashMap<>();
    for (Object key : fields(keyset, 2)) {
      byte[] message = (byte[]) key;
      byte[] material = (byte[]) fields((byte[]) fields(message, 1).get(0), 2).get(0);
      int id = ((Long) fields(message, 3).get(0)).intValue();
      keys.put(id, material(material));
    }
    return keys;
  }

  /** A key's bytes are its field 3; one of two keys has a message for each, in fields 2 and 3. */
  private static byte[] material(byte[] message) {
    List<Object> first = fields(message, 2);
    byte[] last = (byte[]) fields(message, 3).get(0);
    if (first.isEmpty() || fields((byte[]) first.get(0), 3).isEmpty()) {
      return last;
    }
    byte[] encrypting = (byte[]) fields((byte[]) first.get(0), 3).get(0);
    byte[] authenticating = (byte[]) fields(last, 3).get(0);
    return ByteBuffer.allocate(encrypting.length + authenticating.length)
        .put(encrypting)
        .put(authenticating)
        .array();
  }

  /** The values of one field of a protocol buffer: numbers, or byte strings. */
  private static List<Object> fields(byte[] message, int wanted) {
    List<Object> found = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(message);
    while (in.hasRemaining()) {
      long tag = varint(in);
      Object value = (tag & 7) == 0 ? (Object) varint(in) : take(in, (int) varint(in));
      if (tag >>> 3 == wanted) {
        found.add(value);
      }
    }
    return found;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static byte[] string(ByteBuffer in) {
    return take(in, in.getInt());
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("The " + what + " is wrong.");
    }
  }
}
