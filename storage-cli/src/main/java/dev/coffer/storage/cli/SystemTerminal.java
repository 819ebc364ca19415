package dev.coffer.storage.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The terminal of the process, through {@link Console}. */
final class SystemTerminal implements Terminal {

  /** The kernel's line buffer: N_TTY_BUF_SIZE of Linux, without the newline. */
  private static final int LINUX_LINE = 4_095;

  /** MAX_CANON of macOS and of the BSDs, without the newline. */
  private static final int BSD_LINE = 1_023;

  private final boolean input;
  private final boolean output;
  private final String operatingSystem;

  SystemTerminal(boolean input, boolean output, String operatingSystem) {
    this.input = input;
    this.output = output;
    this.operatingSystem = operatingSystem;
  }

  @Override
  public boolean isInput() {
    return input;
  }

  @Override
  public boolean isOutput() {
    return output;
  }

  @Override
  public boolean canPrompt() {
    return input && output && console() != null;
  }

  @Override
  public Optional<char[]> readSecret(String prompt) {
    Console console = console();
    return console == null
        ? Optional.empty()
        : Optional.ofNullable(console.readPassword("%s", prompt));
  }

  @Override
  public Optional<String> readLine(String prompt) {
    Console console = console();
    return console == null ? Optional.empty() : Optional.ofNullable(console.readLine("%s", prompt));
  }

  @Override
  public int maxLine() {
    return operatingSystem.startsWith("Linux") ? LINUX_LINE : BSD_LINE;
  }

  /** The console of both streams, where both are terminals. */
  @SuppressWarnings("SystemConsoleNull") // It is never null in JDK 22 to 24 alone.
  private static @Nullable Console console() {
    Console console = System.console();
    return console != null && isTerminal(console) ? console : null;
  }

  /**
   * From JDK 22 on a console may be there without a terminal, and {@code Console.isTerminal} tells;
   * before, a console is a terminal.
   */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException before22) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException unknown) {
      return false;
    }
  }
}
