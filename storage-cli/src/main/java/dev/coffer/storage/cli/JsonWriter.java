package dev.coffer.storage.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON text (RFC 8259) piece by piece, so that a long list needs no memory. It escapes
 * more than it must: what {@link Names#isSafe} calls unsafe, since the reader may be a person.
 */
final class JsonWriter {

  private final Appendable out;

  /** For each open object or array, whether something is in it. */
  private final Deque<Boolean> filled = new ArrayDeque<>();

  private boolean afterName;

  JsonWriter(Appendable out) {
    this.out = out;
  }

  JsonWriter beginObject() throws IOException {
    return begin('{');
  }

  JsonWriter endObject() throws IOException {
    return end('}');
  }

  JsonWriter beginArray() throws IOException {
    return begin('[');
  }

  JsonWriter endArray() throws IOException {
    return end(']');
  }

  JsonWriter name(String name) throws IOException {
    separate();
    string(name);
    out.append(':');
    afterName = true;
    return this;
  }

  JsonWriter value(@Nullable String text) throws IOException {
    separate();
    if (text == null) {
      out.append("null");
    } else {
      string(text);
    }
    return this;
  }

  JsonWriter value(boolean value) throws IOException {
    separate();
    out.append(Boolean.toString(value));
    return this;
  }

  JsonWriter value(long value) throws IOException {
    separate();
    out.append(Long.toString(value));
    return this;
  }

  JsonWriter values(Iterable<String> texts) throws IOException {
    beginArray();
    for (String text : texts) {
      value(text);
    }
    return endArray();
  }

  private JsonWriter begin(char bracket) throws IOException {
    separate();
    out.append(bracket);
    filled.push(false);
    return this;
  }

  private JsonWriter end(char bracket) throws IOException {
    filled.pop();
    out.append(bracket);
    return this;
  }

  private void separate() throws IOException {
    if (afterName) {
      afterName = false;
    } else if (!filled.isEmpty()) {
      if (filled.pop()) {
        out.append(',');
      }
      filled.push(true);
    }
  }

  private void string(String text) throws IOException {
    out.append('"');
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int units = Character.charCount(c);
      if (c == '"' || c == '\\') {
        out.append('\\').append((char) c);
      } else if (Names.isSafe(c)) {
        out.append(text, i, i + units);
      } else {
        for (int unit = i; unit < i + units; unit++) {
          out.append(String.format(Locale.ROOT, "\\u%04x", (int) text.charAt(unit)));
        }
      }
      i += units;
    }
    out.append('"');
  }
}
