package dev.coffer.storage.file;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Loads the whole class path a second time, as two web applications in one server do. */
final class IsolatedLoader implements AutoCloseable {

  private final URLClassLoader loader =
      new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());

  private volatile Throwable failure;

  private static URL[] classPath() {
    return Arrays.stream(
            System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
        .map(IsolatedLoader::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Runs the main method of another copy of a class, in a thread of its own. */
  Thread run(Class<?> main, String... arguments) {
    Thread thread = new Thread(() -> {
      try {
        Class<?> copy = Class.forName(main.getName(), true, loader);
        if (copy == main) {
          throw new AssertionError("The same class, not a copy.");
        }
        var method = copy.getDeclaredMethod("main", String[].class);
        method.setAccessible(true);
        method.invoke(null, (Object) arguments);
      } catch (ReflectiveOperationException | AssertionError thrown) {
        failure = thrown;
      }
    });
    thread.setContextClassLoader(loader);
    thread.start();
    return thread;
  }

  /** What went wrong in the thread, or null. */
  Throwable failure() {
    return failure;
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
