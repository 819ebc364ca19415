/**
 * Keys and encryption by Tink: the sealer {@code tink}, the keyring that it keeps in the store, and
 * the master keys that open it.
 *
 * <p>Applications need nothing of this package but the module on their path: the options
 * {@code master-key} and {@code create} do the rest. A backend that needs the keys itself opens a
 * {@link dev.coffer.storage.crypto.Keyring} with
 * {@link dev.coffer.storage.crypto.MasterKeyOptions}.
 */
@NullMarked
package dev.coffer.storage.crypto;

import org.jspecify.annotations.NullMarked;
