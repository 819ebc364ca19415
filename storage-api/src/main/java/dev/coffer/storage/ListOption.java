package dev.coffer.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a list is made: with or without the scopes below, how long a page is, and where it begins.
 *
 * <p>Immutable and thread-safe. An option that is given twice is refused.
 */
public final class ListOption {

  /** The most items a page can be asked for. */
  public static final int MAX_LIMIT = 1_000;

  /** How many items a page has where no limit is given. */
  public static final int DEFAULT_LIMIT = 100;

  private static final ListOption RECURSIVE = new ListOption(Kind.RECURSIVE, 0, "");

  private enum Kind {
    RECURSIVE,
    LIMIT,
    AFTER
  }

  private final Kind kind;
  private final int limit;
  private final String token;

  private ListOption(Kind kind, int limit, String token) {
    this.kind = kind;
    this.limit = limit;
    this.token = token;
  }

  /** The entries of the scopes below, too; not for {@link StorageScope#childScopes}. */
  public static ListOption recursive() {
    return RECURSIVE;
  }

  /**
   * At most {@code limit} items in the page.
   *
   * @throws IllegalArgumentException outside 1 to {@value #MAX_LIMIT}
   */
  public static ListOption limit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "A page's limit is 1 to " + MAX_LIMIT + " items, not " + limit + ".");
    }
    return new ListOption(Kind.LIMIT, limit, "");
  }

  /**
   * The page behind the one that gave this token by {@link Page#next()}; the list refuses a token
   * that is not its own.
   */
  public static ListOption after(String token) {
    return new ListOption(Kind.AFTER, 0, Objects.requireNonNull(token, "token"));
  }

  /** What a list of options comes to. */
  static final class Terms {

    private boolean recursive;
    private int limit;
    private @Nullable String after;

    private Terms() {}

    static Terms of(ListOption... options) {
      Terms terms = new Terms();
      for (ListOption option : options) {
        switch (option.kind) {
          case RECURSIVE -> {
            requireFirst(!terms.recursive, "recursive");
            terms.recursive = true;
          }
          case LIMIT -> {
            requireFirst(terms.limit == 0, "limit");
            terms.limit = option.limit;
          }
          case AFTER -> {
            requireFirst(terms.after == null, "after");
            terms.after = option.token;
          }
        }
      }
      return terms;
    }

    private static void requireFirst(boolean first, String name) {
      if (!first) {
        throw new IllegalArgumentException(
            "Contradictory list options: " + name + " is given twice.");
      }
    }

    boolean recursive() {
      return recursive;
    }

    int limit() {
      return limit == 0 ? DEFAULT_LIMIT : limit;
    }

    @Nullable
    String after() {
      return after;
    }
  }

  @Override
  public String toString() {
    return kind == Kind.LIMIT
        ? "limit " + limit
        : kind.toString().toLowerCase(java.util.Locale.ROOT);
  }
}
