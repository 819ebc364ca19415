package dev.coffer.storage.crypto;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The library java-keyring: the Keychain of macOS, the Credential Manager of Windows, the Secret
 * Service or KWallet elsewhere. Its messages stay here, for they may hold what was kept.
 *
 * <p>It is called by its names alone: as a module its name is that of its file, which nothing that
 * is published should depend on.
 */
final class JavaKeyring implements OsKeyring {

  private static final String CLASS = "com.github.javakeyring.Keyring";

  private final Object keyring;

  private JavaKeyring(Object keyring) {
    this.keyring = keyring;
  }

  /**
   * Opens the keyring.
   *
   * @throws LinkageError if the library, or something that it needs, is not there
   */
  static OsKeyring open() throws FailedException {
    try {
      Object opened = Class.forName(CLASS).getMethod("create").invoke(null);
      return new JavaKeyring(opened);
    } catch (InvocationTargetException failed) {
      throw failure("did not open", failed);
    } catch (ReflectiveOperationException missing) {
      throw new NoClassDefFoundError(CLASS);
    }
  }

  @Override
  public Optional<String> find(String service, String account) {
    try {
      return Optional.ofNullable((String) call("getPassword", "gave nothing", service, account));
    } catch (FailedException absentOrRefused) {
      return Optional.empty();
    }
  }

  @Override
  public void put(String service, String account, String text) throws FailedException {
    call("setPassword", "took nothing", service, account, text);
  }

  @Override
  public void delete(String service, String account) throws FailedException {
    call("deletePassword", "deleted nothing", service, account);
  }

  private @Nullable Object call(String method, String failing, String... arguments)
      throws FailedException {
    Class<?>[] types = new Class<?>[arguments.length];
    Arrays.fill(types, String.class);
    try {
      return keyring.getClass().getMethod(method, types).invoke(keyring, (Object[]) arguments);
    } catch (InvocationTargetException failed) {
      throw failure(failing, failed);
    } catch (ReflectiveOperationException another) {
      throw new FailedException("it is another version of java-keyring than 1.0");
    }
  }

  /** What failed, by its kind; a class that is missing is passed on as what it is. */
  private static FailedException failure(String what, InvocationTargetException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof LinkageError missing) {
      throw missing;
    }
    return new FailedException(
        "it " + what + ", " + (cause == null ? failed : cause).getClass().getName());
  }

  @Override
  public void close() {
    try {
      ((AutoCloseable) keyring).close();
    } catch (Exception nothingToSave) {
      // Everything that was put is kept by then.
    }
  }
}
