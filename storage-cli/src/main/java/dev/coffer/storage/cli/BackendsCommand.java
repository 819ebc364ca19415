package dev.coffer.storage.cli;

import dev.coffer.storage.spi.Option;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code coffer backends}: the providers that were found, the broken ones too. */
@Command(
    name = "backends",
    description = "List the storage providers and sealers that were found, and their options.",
    footer = {"", "Examples:", "  coffer backends", "  coffer backends --json"})
final class BackendsCommand extends Subcommand {

  private final Host host;
  private final Output output;

  BackendsCommand(Host host, Output output) {
    this.host = host;
    this.output = output;
  }

  @Override
  Outcome run() {
    Catalog catalog = Catalog.of(host.classLoader());
    if (output.isJson()) {
      output.json(json -> write(json, catalog));
    } else {
      print("Storage providers", catalog.storages());
      print("Sealers", catalog.sealers());
      if (!catalog.broken().isEmpty()) {
        output.line("Broken:");
        catalog.broken().forEach(reason -> output.line("  " + reason));
      }
    }
    return Outcome.DONE;
  }

  private void print(String title, List<Catalog.Listed> providers) {
    output.line(title + ":" + (providers.isEmpty() ? " none" : ""));
    for (Catalog.Listed provider : providers) {
      String guarantees = String.join(", ", provider.guarantees());
      output.line("  " + provider.id() + "  " + guarantees + (guarantees.isEmpty() ? "" : "  ")
          + "(" + provider.type() + ")");
      provider.options().forEach(option -> output.line(lineOf(option)));
    }
  }

  private static String lineOf(Option<?> option) {
    List<String> traits = new ArrayList<>();
    traits.add(option.expected());
    if (option.isRequired()) {
      traits.add("required");
    }
    option.defaultText().ifPresent(value -> traits.add("default " + value));
    if (option.isSecret()) {
      traits.add("may be secret");
    }
    return String.format(
        "    %-20s  %s (%s)", option.name(), option.description(), String.join("; ", traits));
  }

  private static void write(JsonWriter json, Catalog catalog) throws IOException {
    json.beginObject().name("storages");
    write(json, catalog.storages());
    json.name("sealers");
    write(json, catalog.sealers());
    json.name("broken").values(catalog.broken()).endObject();
  }

  private static void write(JsonWriter json, List<Catalog.Listed> providers) throws IOException {
    json.beginArray();
    for (Catalog.Listed provider : providers) {
      json.beginObject().name("id").value(provider.id()).name("class").value(provider.type());
      json.name("guarantees").values(provider.guarantees()).name("options").beginArray();
      for (Option<?> option : provider.options()) {
        write(json, option);
      }
      json.endArray().endObject();
    }
    json.endArray();
  }

  private static void write(JsonWriter json, Option<?> option) throws IOException {
    json.beginObject().name("name").value(option.name());
    json.name("description").value(option.description());
    json.name("expected").value(option.expected());
    json.name("default").value(option.defaultText().orElse(null));
    json.name("required").value(option.isRequired());
    json.name("secret").value(option.isSecret()).endObject();
  }
}
