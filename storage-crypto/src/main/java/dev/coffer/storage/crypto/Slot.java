package dev.coffer.storage.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One way into a keyring: the store's key, wrapped by one master key.
 *
 * <p>Immutable; the arrays are shared and not to be changed.
 */
final class Slot {

  /** A 32-byte key in a file. No parameters. */
  static final int FILE = 1;

  /** A 32-byte key in an environment variable. No parameters. */
  static final int ENVIRONMENT = 2;

  /** A passphrase; the parameters are those of the key derivation, its salt and commitment. */
  static final int PASSPHRASE = 3;

  /** A key service; the parameters are the key's URI. */
  static final int KEY_SERVICE = 4;

  /** A 32-byte key in the operating system's keyring; the parameters are its address there. */
  static final int OS_KEYRING = 5;

  private static final byte[] LABEL = "coffer/slot/v1".getBytes(StandardCharsets.US_ASCII);

  private final int id;
  private final int kind;
  private final byte[] parameters;
  private final byte[] wrapped;

  Slot(int id, int kind, byte[] parameters, byte[] wrapped) {
    this.id = id;
    this.kind = kind;
    this.parameters = parameters;
    this.wrapped = wrapped;
  }

  /** A number from 1, unsigned; no two slots of a keyring share one. */
  int id() {
    return id;
  }

  /** What kind of master key opens it, 1 to 65,535. */
  int kind() {
    return kind;
  }

  /** What the kind needs to be opened, in the open. */
  byte[] parameters() {
    return parameters;
  }

  /** The store's key, as the master key has wrapped it. */
  byte[] wrapped() {
    return wrapped;
  }

  /** Where its master key is, where the slot itself says so: a key's URI, an address. */
  Optional<String> place() {
    return switch (kind) {
      case KEY_SERVICE -> Optional.of(new String(parameters, StandardCharsets.UTF_8));
      case OS_KEYRING ->
        Optional.of("os-keyring:" + new String(parameters, StandardCharsets.UTF_8));
      default -> Optional.empty();
    };
  }

  /** What a slot's wrapped key is bound to: its store, its place and how it is opened. */
  static byte[] associatedData(byte[] storeId, int id, int kind, byte[] parameters) {
    return ByteBuffer.allocate(LABEL.length + storeId.length + 4 + 2 + 4 + parameters.length)
        .put(LABEL)
        .put(storeId)
        .putInt(id)
        .putShort((short) kind)
        .putInt(parameters.length)
        .put(parameters)
        .array();
  }

  /** The name of a kind, for messages. */
  static String nameOf(int kind) {
    return switch (kind) {
      case FILE -> "file";
      case ENVIRONMENT -> "env";
      case PASSPHRASE -> "passphrase";
      case KEY_SERVICE -> "key service";
      case OS_KEYRING -> "os-keyring";
      default -> "unknown kind " + kind;
    };
  }
}
