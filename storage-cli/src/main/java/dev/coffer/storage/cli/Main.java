package dev.coffer.storage.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** The process around the command: hands it what the process has, and exits with its code. */
public final class Main {

  private Main() {}

  /**
   * Runs the command and ends the process.
   *
   * <p>The system properties {@code coffer.terminal.in} and {@code coffer.terminal.out}, true or
   * false, say whether standard input and output are terminals; the script that starts the command
   * knows. Without them both count as terminals, so that no secret is shown by mistake.
   */
  public static void main(String[] args) {
    // Standard output carries results alone; what libraries print there, H2's trace say, is none.
    System.setOut(System.err);
    Host host = host();
    LoggedWarnings.tellOn(host.err());
    System.exit(Coffer.run(host, args));
  }

  private static Host host() {
    String system = System.getProperty("os.name", "");
    return new Host(
        new FileInputStream(FileDescriptor.in),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        new SystemTerminal(
            isTerminal("coffer.terminal.in"), isTerminal("coffer.terminal.out"), system),
        System.getenv(),
        system,
        System.getProperty("sun.jnu.encoding", "UTF-8"),
        InstantSource.system(),
        Main.class.getClassLoader());
  }

  private static boolean isTerminal(String property) {
    return !"false".equals(System.getProperty(property));
  }
}
