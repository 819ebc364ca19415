package dev.coffer.storage.crypto;

import java.nio.charset.StandardCharsets;

/**
 * What an administrator calls a slot, to tell it from another of its kind: {@code Bob}, {@code the
 * safe}. It stands in the keyring in the open: whoever has the store reads it without a key, and so
 * it is no place for a hint at a passphrase.
 *
 * <p>Immutable; two of the same text are equal.
 */
public final class SlotLabel {

  /** The most characters that a label has. */
  static final int MAX_LENGTH = 64;

  /** The most bytes that so many characters have in UTF-8. */
  static final int MAX_BYTES = 4 * MAX_LENGTH;

  private final String text;

  private SlotLabel(String text) {
    this.text = text;
  }

  /**
   * With this text: 1 to 64 characters, the first and the last of them no blanks, none of them a
   * control character or half a surrogate pair.
   *
   * @throws IllegalArgumentException if it is another text, or looks like a key; without the text
   */
  public static SlotLabel of(String text) {
    int length = text.codePointCount(0, text.length());
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "A slot's label has 1 to " + MAX_LENGTH + " characters, this one " + length + ".");
    }
    if (!text.equals(text.strip())) {
      throw new IllegalArgumentException("A slot's label begins and ends with no blank.");
    }
    if (text.codePoints().anyMatch(SlotLabel::isUnfit)) {
      throw new IllegalArgumentException(
          "A slot's label has no control characters, no line ends and no half of a character.");
    }
    if (KeyText.isIn(text)) {
      throw new IllegalArgumentException("The slot's label looks like a key, and would stand in the"
          + " store in the open. If it is a key, take it out of use; else take another label.");
    }
    return new SlotLabel(text);
  }

  private static boolean isUnfit(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE -> true;
      default -> false;
    };
  }

  byte[] toBytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotLabel label && label.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text. */
  @Override
  public String toString() {
    return text;
  }
}
