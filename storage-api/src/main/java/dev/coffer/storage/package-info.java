/**
 * What applications use: {@link dev.coffer.storage.SecureStorage} keeps secrets under names in
 * scopes, over a backend that is chosen by options.
 *
 * <pre>{@code
 * try (SecureStorage storage = SecureStorage.open("memory", Map.of())) {
 *   StorageScope alice = storage.scoped("tenant7", "alice");
 *   alice.write("refresh_token", Secret.of("..."));
 *   Optional<Secret> token = alice.read("refresh_token").map(Entry::value);
 *   alice.clear();
 * }
 * }</pre>
 *
 * <h2>Errors</h2>
 *
 * <p>What fails is unchecked and a {@link dev.coffer.storage.StorageException}, and its class tells
 * what to do next: {@link dev.coffer.storage.StorageUnavailableException} try again later,
 * {@link dev.coffer.storage.ConflictException} read again and decide,
 * {@link dev.coffer.storage.UnreadableEntryException} one entry is damaged,
 * {@link dev.coffer.storage.UnreadableStoreException} the store is,
 * {@link dev.coffer.storage.KeyUnavailableException} see to the key,
 * {@link dev.coffer.storage.StorageConfigurationException} see to the options. A wrong argument is
 * an {@link IllegalArgumentException} that names the bound, null a {@link NullPointerException},
 * use after close an {@link IllegalStateException}. No message, {@code toString} or cause carries a
 * secret.
 */
@NullMarked
package dev.coffer.storage;

import org.jspecify.annotations.NullMarked;
