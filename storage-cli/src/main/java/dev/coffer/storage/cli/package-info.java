/**
 * The {@code coffer} command: {@link dev.coffer.storage.cli.Main} is all that others start. What it
 * prints, its exit codes and its configuration are described in {@code docs/cli.md}.
 */
@NullMarked
package dev.coffer.storage.cli;

import org.jspecify.annotations.NullMarked;
