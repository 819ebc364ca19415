package dev.coffer.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The page of rules in the documents is made from the rules. */
class RulesPageTest {

  private static final Path PAGE = Path.of("..", "docs", "rules.md");
  private static final Path MADE = Path.of("target", "rules.md");

  @Test
  void isAsTheRulesAre() throws IOException {
    String page = page(Catalogue.of(StorageProviderContract.class));
    Files.writeString(MADE, page);

    assertThat(page)
        .as("docs/rules.md; to renew it: cp storage-tck/target/rules.md docs/rules.md")
        .isEqualTo(Files.readString(PAGE));
  }

  private static String page(Catalogue catalogue) {
    StringBuilder page = new StringBuilder();
    page.append(String.format("""
        # The rules of the compatibility kit

        Made from the kit (`RulesPageTest` holds it to that): %d rules. An id is never given to another rule. "From" is the place
        in the contract, in the javadoc, that a rule comes from. A rule with a guarantee under "for" applies to backends that
        declare it; to others it is a probe, which is reported and does not count. In a rule that races, threads or processes meet
        as the machine lets them: what is right holds in each run, what is wrong is found in most.
        """, catalogue.rules().size()));
    for (Family family : Family.values()) {
      section(family, catalogue, page);
    }
    return page.toString();
  }

  private static void section(Family family, Catalogue catalogue, StringBuilder page) {
    page.append(String.format("%n## %s%n%n", family.title()));
    page.append("| id | rule | from | for | |\n|---|---|---|---|---|\n");
    for (Rule rule : catalogue.rules()) {
      if (Family.of(rule.id()) == family) {
        String needs = String.join(
            ", ",
            Arrays.stream(rule.needs())
                .map(guarantee -> guarantee.name().toLowerCase(Locale.ROOT))
                .toList());
        page.append(String.format(
            "| %s | %s | `%s` | %s | %s |%n",
            rule.id(), rule.says(), rule.from(), needs, rule.races() ? "races" : ""));
      }
    }
  }
}
