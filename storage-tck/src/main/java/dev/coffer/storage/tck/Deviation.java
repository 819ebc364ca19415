package dev.coffer.storage.tck;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A rule that a backend is known to break. It is run all the same, and must fail; a backend that
 * declares one is not compatible.
 *
 * @param rule the id of the rule
 * @param reason why it is broken, in a sentence
 * @param link where the deviation is discussed or documented
 */
public record Deviation(String rule, String reason, URI link) {

  private static final Pattern RULE_ID = Pattern.compile("R-[A-Z]+-[0-9]{2}");

  /**
   * Checks the shape of the id, and that there is a reason.
   *
   * @throws IllegalArgumentException if the id is none of a rule, or the reason is blank
   */
  public Deviation {
    Objects.requireNonNull(link, "link");
    if (!RULE_ID.matcher(rule).matches()) {
      throw new IllegalArgumentException(
          "'" + rule + "' is no rule's id; they look like R-REC-01.");
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("The deviation from " + rule + " needs a reason.");
    }
  }
}
