package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.oauth2.OAuth2Refresher;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Credentials are kept and refreshed from the class path and, as modules, from the module path. */
class CredentialPathsTest {

  private static final Pattern SDK = Pattern.compile(
      "(oauth2-oidc-sdk|nimbus-jose-jwt|content-type|lang-tag|json-smart|accessors-smart|asm)-.*");

  private static List<Path> jars() {
    List<Path> jars = new ArrayList<>();
    Stream.of(Jvm.JARS.toFile().listFiles()).map(File::toPath).forEach(jars::add);
    jars.add(Jvm.jarOf(CredentialManager.class));
    jars.add(Jvm.jarOf(OAuth2Refresher.class));
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> SDK.matcher(jar.getFileName().toString()).matches())
        .forEach(jars::add);
    return jars;
  }

  @Test
  void theClassPathWorks() {
    assertRefreshed(Jvm.onClassPath(jars(), CredentialProcess.class), false);
  }

  @Test
  void theModulePathWorks() {
    assertRefreshed(Jvm.onModulePath(jars(), CredentialProcess.class), true);
  }

  private static void assertRefreshed(Jvm.Run run, boolean named) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .containsExactly(
            "dev.coffer.storage.credentials module " + named,
            "dev.coffer.storage.credentials.oauth2 module " + named,
            "fresh");
    assertThat(run.exit()).isZero();
  }
}
