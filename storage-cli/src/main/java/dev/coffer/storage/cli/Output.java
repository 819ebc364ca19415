package dev.coffer.storage.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: its result to standard output, as text or as JSON, and all else to
 * standard error, a line each that begins with {@code coffer:}. Both in UTF-8.
 */
final class Output {

  private final Host host;
  private final boolean json;
  private final Writer text;
  private boolean pipeClosed;

  Output(Host host, boolean json) {
    this.host = host;
    this.json = json;
    this.text = new OutputStreamWriter(host.out(), StandardCharsets.UTF_8);
  }

  /** Whether the reader is a program. */
  boolean isJson() {
    return json;
  }

  /** A line of the result, for a person. */
  void line(String line) {
    write(() -> text.append(Names.safe(line)).append('\n'));
  }

  /** A text of the command's own, as it is. */
  void text(String own) {
    write(() -> text.append(own));
  }

  /** The result in bytes, as they are. */
  void bytes(byte[] bytes) {
    write(() -> {
      text.flush();
      host.out().write(bytes);
    });
  }

  /** The result, for a program. */
  void json(Part part) {
    write(() -> {
      part.write(new JsonWriter(text));
      text.append('\n');
    });
  }

  /** Something to know beside the result, and behind what there is of it. */
  void note(String note) {
    flush();
    tell(note);
  }

  private void tell(String message) {
    host.err().println("coffer: " + Names.safe(message));
  }

  /** The reason why there is no result, or not the whole of it. */
  void failure(CommandFailure failure) {
    if (pipeClosed) {
      // Whoever read the result has seen enough.
      return;
    }
    if (json) {
      host.err().println(jsonOf(failure));
    } else if (failure.problems().size() == 1) {
      tell(failure.problems().get(0));
    } else {
      tell(failure.problems().size() + " problems:");
      failure.problems().forEach(problem -> host.err().println("  - " + Names.safe(problem)));
    }
    if (!json) {
      failure.hint().ifPresent(this::tell);
    }
  }

  private static String jsonOf(CommandFailure failure) {
    StringBuilder text = new StringBuilder();
    try {
      new JsonWriter(text)
          .beginObject()
          .name("error")
          .beginObject()
          .name("code")
          .value(failure.outcome().word())
          .name("exitCode")
          .value(failure.outcome().exitCode())
          .name("message")
          .value(String.join(" ", failure.problems()))
          .name("problems")
          .values(failure.problems())
          .name("hint")
          .value(failure.hint().orElse(null))
          .endObject()
          .endObject();
    } catch (IOException impossible) {
      throw new AssertionError("A StringBuilder does not fail.", impossible);
    }
    return text.toString();
  }

  /** Hands everything to the reader. */
  void flush() {
    write(text::flush);
  }

  private void write(Step step) {
    try {
      step.run();
    } catch (IOException failure) {
      pipeClosed = String.valueOf(failure.getMessage()).contains("Broken pipe");
      throw new CommandFailure(
          Outcome.UNAVAILABLE,
          "Standard output cannot be written; what was asked for may be done all the same.");
    }
  }

  /** A result, or a part of one, in JSON. */
  interface Part {
    void write(JsonWriter json) throws IOException;
  }

  private interface Step {
    void run() throws IOException;
  }
}
