package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of its own with room for a mebibyte, in memory; only root can have one. */
final class SmallDisk implements AutoCloseable {

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** Mounts one over a directory; empty where that is not allowed. */
  static Optional<SmallDisk> mount(Path directory) throws IOException, InterruptedException {
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString()) == 0;
    return mounted ? Optional.of(new SmallDisk(directory)) : Optional.empty();
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    try {
      if (run("umount", path.toString()) != 0) {
        throw new IOException("Could not unmount " + path);
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupt);
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    return process.waitFor();
  }
}
