package dev.coffer.storage.cli;

import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.UnreadableEntry;
import java.io.IOException;
import java.util.List;

/** Writes what is known of entries as fields of a JSON object, in all commands the same. */
final class EntryFields {

  private EntryFields() {}

  /** {@code path, key, version, expiresAt}. */
  static void write(JsonWriter json, EntryInfo info) throws IOException {
    json.name("path").values(info.path()).name("key").value(info.key());
    json.name("version").value(info.version().toString());
    json.name("expiresAt").value(info.expiresAt().map(Object::toString).orElse(null));
  }

  /** An array of {@code path, key, version, reason}, the names null where they cannot be read. */
  static void write(JsonWriter json, List<UnreadableEntry> unreadable) throws IOException {
    json.beginArray();
    for (UnreadableEntry entry : unreadable) {
      json.beginObject().name("path");
      if (entry.path().isPresent()) {
        json.values(entry.path().get());
      } else {
        json.value((String) null);
      }
      json.name("key").value(entry.key().orElse(null));
      json.name("version").value(entry.version().toString());
      json.name("reason").value(entry.reason()).endObject();
    }
    json.endArray();
  }
}
