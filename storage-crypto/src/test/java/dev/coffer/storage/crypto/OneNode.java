package dev.coffer.storage.crypto;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a store with one entry, a node that has it open, and its administrator. */
abstract class OneNode {

  @TempDir
  Path directory;

  Fleet fleet;
  SecureStorage node;
  KeyAdministration keys;

  @BeforeEach
  final void openAStore() {
    fleet = new Fleet(directory);
    node = fleet.node();
    node.write("token", Secret.of("one"));
    keys = fleet.administrator();
  }
}
