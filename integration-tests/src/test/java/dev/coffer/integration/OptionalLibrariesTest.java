package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The kinds of master keys whose libraries are not there, as they are not beside the command. */
class OptionalLibrariesTest {

  private static final String[] KEYS = {
    "aws-kms://" + LocalKeyService.AWS_KEY,
    "gcp-kms://" + LocalKeyService.GCP_KEY,
    "os-keyring:coffer/alice",
    "unknown:"
  };

  @Test
  void onTheClassPathEachErrorNamesItsLibrary() {
    assertNamed(Jvm.onClassPath(MasterKeysProcess.class, KEYS));
  }

  @Test
  void onTheModulePathEachErrorNamesItsLibrary() {
    assertNamed(Jvm.onModulePath(MasterKeysProcess.class, KEYS));
  }

  private static void assertNamed(Jvm.Run run) {
    assertThat(run.err()).isEmpty();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).contains(KEYS[0], "com.google.crypto.tink:tink-awskms");
    assertThat(lines.get(1)).contains(KEYS[1], "com.google.crypto.tink:tink-gcpkms");
    assertThat(lines.get(2)).contains(KEYS[2], "com.github.javakeyring:java-keyring");
    assertThat(lines.get(3))
        .contains("aws-kms://ARN", "env:NAME", "export:PATH", "file:PATH", "gcp-kms://", "hcvault:")
        .contains("os-keyring:", "passphrase")
        .doesNotContain("Broken");
  }
}
