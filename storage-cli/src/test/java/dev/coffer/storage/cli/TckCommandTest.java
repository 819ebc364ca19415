package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TckCommandTest {

  private static final String CANARY = "c4nary-7f1e";

  private final Shell shell = Shell.empty();

  @TempDir
  private Path folder;

  private String report;

  @BeforeEach
  void nameTheReport() {
    report = folder.resolve("reports").toString();
  }

  @Test
  void saysThatAProviderIsCompatible() {
    Shell.Result tck =
        shell.run("tck", "--provider", "memory", "--report", report, "--seed", "20261123");

    assertThat(tck.exitCode()).as(tck.out() + tck.err()).isZero();
    assertThat(tck.out())
        .startsWith("Coffer compatibility kit ")
        .contains(": memory\n")
        .contains("Verdict: COMPATIBLE")
        .contains("Seed: 20261123")
        .contains(Path.of(report, "memory.json").toString());
    assertThat(tck.err()).contains("coffer: 25 of ").doesNotContain("\r");
    assertThat(tck.out() + tck.err()).doesNotContain("org.junit");
    assertThat(System.getProperties().stringPropertyNames())
        .noneMatch(property -> property.startsWith("coffer.tck."));
  }

  @Test
  void namesTheRulesThatAThirdPartyBreaks() throws IOException {
    ForgetfulProvider.into(folder);
    shell.environment.put("TOKEN", CANARY);
    shell.terminal.output = true;

    Shell.Result tck = shell.run(
        "tck",
        "--provider=forgetful",
        "--class-path=" + folder,
        "--option-env=token=TOKEN",
        "--report=" + report);

    assertThat(tck.exitCode()).isEqualTo(1);
    assertThat(tck.out())
        .contains("Verdict: NOT COMPATIBLE")
        .contains("  R-REM-01: expected ")
        .doesNotContain("R-REC-01");
    assertThat(tck.err()).contains("\rcoffer: 1 of ");
    assertThat(tck.out() + tck.err()).doesNotContain("org.junit").doesNotContain(CANARY);
    assertThat(Files.readString(Path.of(report, "forgetful.json"))).doesNotContain(CANARY);
  }

  @Test
  void reportsToAProgram() throws IOException, ParseException {
    Shell.Result tck =
        shell.run("tck", "--provider=memory", "--declare=none", "--report=" + report, "--json");

    assertThat(tck.exitCode()).isZero();
    assertThat(tck.json())
        .containsEntry("verdict", "compatible")
        .containsEntry("subject", "memory")
        .containsKeys("kit", "seed", "rules", "families", "guarantees");
    assertThat(JSONObjectUtils.parse(Files.readString(Path.of(report, "memory.json"))))
        .isEqualTo(tck.json());
  }

  @Test
  void holdsAProviderToWhatIsDeclared() {
    Shell.Result tck =
        shell.run("tck", "--provider=memory", "--declare=durable", "--report=" + report);

    assertThat(tck.exitCode()).isEqualTo(1);
    assertThat(tck.out()).contains("R-LIFE-05: ", "R-DUR-01: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tck | no value for '--provider'",
        "tck --provider=nothing | There is no provider 'nothing'. Found: encrypted-file",
        "tck --provider=memory --declare=fast | --declare must be durable, shared",
        "tck --provider=memory --seed=x | '--seed' has a value that it does not take",
        "tck --provider=memory --option=x | An --option is name=value",
        "tck --provider=memory --option=size=1 | 'size' is unknown",
        "tck --provider=memory --option-env=size=NO_SUCH | The variable for option 'size' is not set",
        "tck --provider=memory --class-path=no/such.jar | There is no 'no/such.jar'",
        "tck --provider=memory --option=create=true | leave it out",
        "tck --provider=memory extra | Too many arguments",
        "tck --provider=jdbc | Give either the option 'url' or",
        "tck --provider=jdbc --option=url=jdbc:h2:./db | All places would be the same",
        "tck --provider=encrypted-file --option=path=tokens | All places would be the same",
        "tck --provider=jdbc --option=password=c4nary-7f1e | 'password' may hold a secret",
        "tck --provider=place --option=size=10 --option=place={place} | from 1 to 9"
      })
  void saysWhatIsWrongBeforeItRuns(String lineAndProblem) {
    String[] parts = lineAndProblem.split(" \\| ", 2);

    Shell.Result tck = shell.type(parts[0] + " --report=" + report);

    assertThat(tck.exitCode()).isEqualTo(2);
    assertThat(tck.out()).isEmpty();
    assertThat(tck.err()).contains(parts[1]).doesNotContain(CANARY);
  }

  @Test
  void leavesTheUsersOwnStoreAlone() {
    shell.environment.put("COFFER_PROVIDER", "encrypted-file");
    shell.environment.put("COFFER_PATH", folder.resolve("store.coffer").toString());

    Shell.Result tck =
        shell.run("tck", "--provider=jdbc", "--option=store=s", "--report=" + report);

    assertThat(tck.exitCode()).isEqualTo(2);
    assertThat(folder.resolve("store.coffer")).doesNotExist();
  }

  @Test
  void saysThatTheReportHasNoPlace() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    Shell.Result tck = shell.run("tck", "--provider=memory", "--report", file + "/reports");

    assertThat(tck.exitCode()).isEqualTo(2);
    assertThat(tck.err()).contains("The folder of the report cannot be made");
  }
}
