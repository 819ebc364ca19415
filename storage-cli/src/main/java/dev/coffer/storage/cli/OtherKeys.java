package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.MasterKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import picocli.CommandLine.Option;

/** The master keys of slots that stay, as arguments that say where they are. */
final class OtherKeys {

  @Option(
      names = "--key",
      paramLabel = "PLACE",
      description = {
        "Where the master key of a slot is that stays, as file:PATH or env:NAME; may be repeated.",
        "The key that opens the store need not be named."
      })
  private List<String> places = new ArrayList<>();

  /** Opens them all, hands them over, and closes them. */
  <T> T with(KeysOpener opener, Use<T> use) {
    return with(places, opener, use);
  }

  /** Opens the master keys at these places, hands them over, and closes them. */
  static <T> T with(List<String> places, KeysOpener opener, Use<T> use) {
    Deque<MasterKey> open = new ArrayDeque<>();
    try {
      for (String place : places) {
        open.add(opener.masterKey(place));
      }
      return use.of(List.copyOf(open));
    } finally {
      open.forEach(MasterKey::close);
    }
  }

  /** What the keys are for. */
  @FunctionalInterface
  interface Use<T> {
    T of(List<MasterKey> keys);
  }
}
