package dev.coffer.storage.credentials.oauth2;

import java.util.Properties;
import org.junit.jupiter.api.Test;

/** A fleet over one encrypted file. */
class FleetOnFileTest extends FleetOfProcesses {

  @Override
  Properties place() {
    Properties properties = new Properties();
    properties.setProperty("coffer.provider", "encrypted-file");
    properties.setProperty("coffer.path", folder.resolve("tokens").toString());
    return properties;
  }

  @Test
  void withoutAGraceAKillCostsASessionBetweenAnswerAndSaveAloneAndIsReportedAsThat()
      throws Exception {
    killWithoutAGrace();
  }
}
