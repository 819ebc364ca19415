/**
 * The encrypted file: one append-only log of sealed records, durable on return, shared by several
 * processes.
 *
 * <p>Applications name it by its id, {@code encrypted-file}; the one public class declares its
 * {@linkplain dev.coffer.storage.file.EncryptedFileProvider options}.
 */
@NullMarked
package dev.coffer.storage.file;

import org.jspecify.annotations.NullMarked;
