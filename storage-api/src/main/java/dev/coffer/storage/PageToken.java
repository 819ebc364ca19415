package dev.coffer.storage;

import dev.coffer.storage.spi.RecordId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text by which a page's successor is asked for: the cursor behind the page, and a keyed digest
 * by which a list knows its own. It holds no names.
 */
final class PageToken {

  /** The lists that have tokens of their own, each with the number that goes into their digests. */
  enum Kind {
    LIST((byte) 1),
    LIST_RECURSIVE((byte) 2),
    READ_ALL((byte) 3),
    READ_ALL_RECURSIVE((byte) 4),
    CHILD_SCOPES((byte) 5);

    private final byte mark;

    Kind(byte mark) {
      this.mark = mark;
    }
  }

  private static final int DIGEST_LENGTH = 8;

  private PageToken() {}

  static String of(Kind kind, ScopeId scope, RecordId cursor) {
    byte[] bytes = cursor.toBytes();
    byte[] token = ByteBuffer.allocate(DIGEST_LENGTH + bytes.length)
        .put(digest(kind, scope, bytes))
        .put(bytes)
        .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The cursor of a token, which must be of this list; empty for no token. */
  static Optional<RecordId> cursor(Kind kind, ScopeId scope, @Nullable String token) {
    if (token == null) {
      return Optional.empty();
    }
    byte[] bytes = decoded(token);
    if (bytes.length <= DIGEST_LENGTH || bytes.length > DIGEST_LENGTH + RecordId.MAX_LENGTH) {
      throw foreign();
    }
    byte[] cursor = Arrays.copyOfRange(bytes, DIGEST_LENGTH, bytes.length);
    byte[] claimed = Arrays.copyOf(bytes, DIGEST_LENGTH);
    if (!MessageDigest.isEqual(claimed, digest(kind, scope, cursor))) {
      throw foreign();
    }
    return Optional.of(RecordId.of(cursor));
  }

  private static byte[] digest(Kind kind, ScopeId scope, byte[] cursor) {
    return Arrays.copyOf(scope.tokenDigest(kind.mark, cursor), DIGEST_LENGTH);
  }

  private static byte[] decoded(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException notBase64) {
      throw foreign();
    }
  }

  private static IllegalArgumentException foreign() {
    return new IllegalArgumentException(
        "The token is not one of this list: take it from next() of a page of the same scope and list.");
  }
}
