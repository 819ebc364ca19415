package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import java.util.Optional;

/**
 * One kind of place where a master key can be, named by the word before the colon in the option
 * {@code master-key}; what is behind the colon is the location.
 */
interface MasterKeyKind {

  /** The word before the colon. */
  String scheme();

  /** How the option's value looks, for messages: {@code file:PATH}. */
  String form();

  /**
   * What is wrong with a location, whatever is there, in half a sentence without the location: it
   * may be a key that was put there by mistake.
   */
  Optional<String> problem(String location);

  /** Where the key is, as {@link MasterKey#source()} has it. */
  String source(String location);

  /**
   * The key that is there.
   *
   * @throws KeyUnavailableException if there is none, or none to be trusted
   */
  MasterKey open(String location);

  /**
   * The key that is there, or a new one, if this kind makes keys.
   *
   * @throws KeyUnavailableException if there is none and none can be made, or none to be trusted
   */
  MasterKey openOrCreate(String location);
}
