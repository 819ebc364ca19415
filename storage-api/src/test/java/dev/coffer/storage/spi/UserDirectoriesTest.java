package dev.coffer.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UserDirectoriesTest {

  private static UserDirectories of(String operatingSystem, Map<String, String> environment) {
    return new UserDirectories(environment, operatingSystem);
  }

  @Test
  void lieBelowTheHomeOnLinux() {
    UserDirectories directories = of("Linux", Map.of("HOME", "/home/alice"));

    assertThat(directories.data()).contains(Path.of("/home/alice/.local/share/coffer"));
    assertThat(directories.configuration()).contains(Path.of("/home/alice/.config/coffer"));
  }

  @Test
  void lieInTheLibraryOnMacOs() {
    UserDirectories directories = of("Mac OS X", Map.of("HOME", "/Users/alice"));

    Path folder = Path.of("/Users/alice/Library/Application Support/coffer");
    assertThat(directories.data()).contains(folder);
    assertThat(directories.configuration()).contains(folder);
  }

  @Test
  void lieInTheLocalApplicationDataOnWindows() {
    UserDirectories directories =
        of("Windows 11", Map.of("LOCALAPPDATA", "/local", "HOME", "/home/alice"));

    assertThat(directories.data()).contains(Path.of("/local/coffer"));
    assertThat(directories.configuration()).contains(Path.of("/local/coffer"));
    assertThat(of("Windows 11", Map.of()).homeVariable()).isEqualTo("LOCALAPPDATA");
  }

  @Test
  void lieWhereTheXdgVariablesSayOnEverySystem() {
    Map<String, String> environment =
        Map.of("HOME", "/home/alice", "XDG_DATA_HOME", "/data", "XDG_CONFIG_HOME", "/config");

    for (String system : new String[] {"Linux", "Mac OS X"}) {
      assertThat(of(system, environment).data()).contains(Path.of("/data/coffer"));
      assertThat(of(system, environment).configuration()).contains(Path.of("/config/coffer"));
    }
  }

  @Test
  void ignoreRelativeAndEmptyVariablesAsTheSpecificationSays() {
    Map<String, String> environment =
        Map.of("HOME", "/home/alice", "XDG_DATA_HOME", "data", "XDG_CONFIG_HOME", "");

    assertThat(of("Linux", environment).data())
        .contains(Path.of("/home/alice/.local/share/coffer"));
    assertThat(of("Linux", environment).configuration())
        .contains(Path.of("/home/alice/.config/coffer"));
  }

  @Test
  void areUnknownWithoutAHome() {
    assertThat(of("Linux", Map.of()).data()).isEmpty();
    assertThat(of("Linux", Map.of("HOME", "")).configuration()).isEmpty();
    assertThat(of("Linux", Map.of("HOME", "relative")).data()).isEmpty();
  }
}
