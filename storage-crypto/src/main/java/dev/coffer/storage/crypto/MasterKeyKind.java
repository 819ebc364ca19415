package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageOptions;
import java.util.Optional;

/**
 * One kind of place where a master key can be; found by {@link java.util.ServiceLoader} and chosen
 * by the word before the first colon of the option {@code master-key}. What is behind the colon is
 * the location: a path, a name, the rest of a URI, nothing.
 *
 * <p>It needs a public constructor without parameters that does nothing that can fail. The kinds of
 * slots that {@linkplain MasterKey#slotKind() its keys make} are from 32,768 on, unless the format
 * of keyrings says otherwise, and their parameters begin with something that no other maker's do.
 * What a library of its own is needed for, it loads when a key is opened. Thread-safe.
 */
public interface MasterKeyKind {

  /** The word before the colon: lower-case letters, digits and hyphens. */
  String scheme();

  /** How the option's value looks, for messages: {@code file:PATH}. */
  String form();

  /**
   * What is wrong with a location or with what it needs of the options, whatever is there; in half
   * a sentence without the location, for it may be a key that was put there by mistake.
   */
  Optional<String> problem(String location, StorageOptions options);

  /** Where the key is, as {@link MasterKey#source()} has it. */
  String source(String location);

  /**
   * The key that is there.
   *
   * @throws KeyUnavailableException if there is none, or none to be trusted
   */
  MasterKey open(String location, StorageOptions options);

  /**
   * The key that is there, or a new one, if this kind makes keys. Two that make it at once end with
   * one.
   *
   * @throws KeyUnavailableException if there is none and none can be made, or none to be trusted
   */
  MasterKey openOrCreate(String location, StorageOptions options);

  /**
   * Whether {@link #openOrCreate} makes a key where there is none, so that a key that is there was
   * made before. Where it does not, as for a passphrase or a key service, nobody can tell a new key
   * from an old one, and {@link MasterKeyOptions#NEW_MASTER_KEY} is refused. True unless a kind
   * says otherwise.
   */
  default boolean makesKeys() {
    return true;
  }
}
