package dev.coffer.storage.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version, as the build wrote it into a resource. */
final class CofferVersion implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    Properties build = new Properties();
    try (InputStream resource = CofferVersion.class.getResourceAsStream("build.properties")) {
      if (resource == null) {
        throw new IOException("The build has left out its properties.");
      }
      build.load(resource);
    }
    return new String[] {"coffer " + build.getProperty("version")};
  }
}
