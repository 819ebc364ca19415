package dev.coffer.storage;

import dev.coffer.storage.spi.RecordId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text by which a page's successor is asked for: which kind of list, and the cursor behind the
 * page. It holds digests, no names.
 */
final class PageToken {

  /** The lists that have tokens of their own, each with the byte that its tokens begin with. */
  enum Kind {
    DIRECT((byte) 1),
    RECURSIVE((byte) 2),
    CHILD_SCOPES((byte) 3);

    private final byte mark;

    Kind(byte mark) {
      this.mark = mark;
    }
  }

  private PageToken() {}

  static String of(Kind kind, RecordId cursor) {
    byte[] bytes = cursor.toBytes();
    byte[] token = new byte[1 + bytes.length];
    token[0] = kind.mark;
    System.arraycopy(bytes, 0, token, 1, bytes.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * The cursor of a token, which must be of this kind and lie under {@code prefix}; empty for no
   * token.
   */
  static Optional<RecordId> cursor(Kind kind, RecordId prefix, @Nullable String token) {
    if (token == null) {
      return Optional.empty();
    }
    byte[] bytes = decoded(token);
    if (bytes.length < 1 || bytes.length > 1 + RecordId.MAX_LENGTH || bytes[0] != kind.mark) {
      throw foreign();
    }
    RecordId cursor = RecordId.of(Arrays.copyOfRange(bytes, 1, bytes.length));
    if (!cursor.startsWith(prefix)) {
      throw foreign();
    }
    return Optional.of(cursor);
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
