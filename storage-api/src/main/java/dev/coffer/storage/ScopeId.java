package dev.coffer.storage;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A scope's path, and the ids that belong to it: digests chained from the store's id down, so that
 * equal names under two parents look different. The layout is format version 1, item 3; golden
 * vectors pin it.
 */
final class ScopeId {

  private static final byte[] ROOT = label("coffer/root/v1");
  private static final byte[] SCOPE = label("coffer/scope/v1");
  private static final byte[] KEY = label("coffer/key/v1");
  private static final byte[] TOKEN = label("coffer/token/v1");

  private static final byte BELOW = 1;
  private static final byte HERE = 0;

  private final RecordSealer sealer;
  private final List<String> path;
  private final byte[] digest;
  private final RecordId subtree;

  private ScopeId(RecordSealer sealer, List<String> path, byte[] digest, RecordId subtree) {
    this.sealer = sealer;
    this.path = path;
    this.digest = digest;
    this.subtree = subtree;
  }

  static ScopeId root(RecordSealer sealer) {
    byte[] storeId = sealer.storeId();
    byte[] input =
        ByteBuffer.allocate(ROOT.length + storeId.length).put(ROOT).put(storeId).array();
    return new ScopeId(sealer, List.of(), sealer.digest(input), RecordId.ENTRIES);
  }

  ScopeId child(String segment) {
    List<String> childPath = new ArrayList<>(path);
    childPath.add(segment);
    Limits.requireDepth(childPath);
    byte[] childDigest = digest(SCOPE, Limits.utf8("scope segment", segment));
    return new ScopeId(sealer, List.copyOf(childPath), childDigest, below().append(childDigest));
  }

  List<String> path() {
    return path;
  }

  /** The id of an entry here. */
  RecordId entry(String key) {
    return here().append(digest(KEY, Limits.utf8("key", key)));
  }

  /** What the ids of the entries here and below begin with. */
  RecordId subtree() {
    return subtree;
  }

  /** What the ids of the entries here begin with. */
  RecordId here() {
    return subtree.append(HERE);
  }

  /** What the ids of the entries below, and not here, begin with. */
  RecordId below() {
    return subtree.append(BELOW);
  }

  /** What a page token of this scope is known by; it is stored nowhere. */
  byte[] tokenDigest(byte kind, byte[] cursor) {
    return digest(
        TOKEN, ByteBuffer.allocate(1 + cursor.length).put(kind).put(cursor).array());
  }

  private byte[] digest(byte[] label, byte[] name) {
    return sealer.digest(
        ByteBuffer.allocate(label.length + digest.length + Integer.BYTES + name.length)
            .put(label)
            .put(digest)
            .putInt(name.length)
            .put(name)
            .array());
  }

  private static byte[] label(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
