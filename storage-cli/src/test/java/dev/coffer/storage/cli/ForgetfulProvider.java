package dev.coffer.storage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A third party's provider of maps that do not remove what they are told to, in its own folder. */
final class ForgetfulProvider {

  private static final String SOURCE = """
      package third.party;

      import dev.coffer.storage.Guarantee;
      import dev.coffer.storage.StorageOptions;
      import dev.coffer.storage.memory.MemoryBackend;
      import dev.coffer.storage.spi.*;
      import java.util.Set;

      public final class ForgetfulProvider implements StorageProvider {
        public String id() {
          return "forgetful";
        }
        public Set<Option<?>> options() {
          return Set.of(Option.text("token", "what opens it").secret());
        }
        public Set<Guarantee> guarantees() {
          return Set.of();
        }
        public boolean isVolatile() {
          return true;
        }
        public StorageBackend open(StorageOptions options) {
          return new ForwardingBackend(new MemoryBackend()) {
            public void removePrefix(RecordId prefix) {}
          };
        }
      }
      """;

  private ForgetfulProvider() {}

  /** Compiles it into a folder, with its services file. */
  static void into(Path folder) throws IOException {
    Path source = Files.writeString(folder.resolve("ForgetfulProvider.java"), SOURCE);
    String contract = Stream.of(StorageProvider.class, MemoryBackend.class)
        .map(type ->
            new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString())
        .collect(Collectors.joining(File.pathSeparator));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int result = ToolProvider.getSystemJavaCompiler()
        .run(
            null,
            said,
            said,
            "-proc:none",
            "-d",
            folder.toString(),
            "-classpath",
            contract,
            source.toString());
    if (result != 0) {
      throw new IllegalStateException(said.toString(UTF_8));
    }
    Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
    Files.writeString(
        services.resolve(StorageProvider.class.getName()), "third.party.ForgetfulProvider\n");
  }
}
