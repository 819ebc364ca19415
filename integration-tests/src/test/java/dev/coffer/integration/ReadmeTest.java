package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java snippet in the documents compiles against the contract as it is. */
class ReadmeTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern SNIPPET = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

  private static final String IMPORTS =
      "import dev.coffer.storage.*; import dev.coffer.storage.spi.*; import dev.coffer.storage.jdbc.*;"
          + " import dev.coffer.storage.crypto.*; import dev.coffer.storage.credentials.*;"
          + " import dev.coffer.storage.tck.*; import java.time.*; import java.util.*; import javax.sql.DataSource; ";

  @TempDir
  Path classes;

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everySnippetCompiles(Path document) throws IOException {
    Matcher snippets = SNIPPET.matcher(Files.readString(document));
    int found = 0;
    while (snippets.find()) {
      found++;
      assertThat(compile(snippets.group(1), found)).as("snippet %d", found).isEmpty();
    }
    if (document.endsWith("README.md")) {
      assertThat(found).isGreaterThanOrEqualTo(3);
    }
  }

  private List<String> compile(String snippet, int number) {
    Matcher type = TYPE.matcher(snippet);
    boolean whole = type.find();
    String name = whole ? type.group(1) : "Snippet" + number;
    String source = whole
        ? IMPORTS + snippet
        : IMPORTS
            + "class " + name
            + " { void run(String token, String freshToken, DataSource dataSource)"
            + " throws Exception {\n" + snippet + "\n} }";
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options = List.of(
        "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    compiler.getTask(null, null, diagnostics, options, null, List.of(file)).call();
    return diagnostics.getDiagnostics().stream()
        .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .toList();
  }
}
