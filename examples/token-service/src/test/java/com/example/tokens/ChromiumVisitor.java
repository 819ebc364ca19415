package com.example.tokens;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A visitor with a headless Chromium, which is spoken to by its DevTools protocol. */
final class ChromiumVisitor implements Visitor {

  private static final JsonMapper JSON = new JsonMapper();
  private static final long PATIENCE = 30;

  private final Process browser;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private int calls;

  private ChromiumVisitor(Process browser, String address) {
    this.browser = browser;
    this.socket = HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create(address), new Listener())
        .orTimeout(PATIENCE, TimeUnit.SECONDS)
        .join();
  }

  /** The browser's command, if it is installed. */
  static Optional<Path> installed() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static ChromiumVisitor start(Path command, Path profile) throws IOException {
    Process browser = new ProcessBuilder(
            command.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--window-size=1000,760",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank")
        .redirectErrorStream(true)
        .redirectOutput(profile.resolveSibling(profile.getFileName() + ".log").toFile())
        .start();
    Path told = profile.resolve("DevToolsActivePort");
    Waiting.until(
        "Chromium starts", () -> Files.exists(told) && Files.readAllLines(told).size() > 1);
    String port = Files.readAllLines(told).get(0);
    HttpVisitor http = new HttpVisitor();
    http.open("http://127.0.0.1:" + port + "/json/list");
    JsonNode tab = JSON.readTree(http.source()).get(0);
    ChromiumVisitor visitor =
        new ChromiumVisitor(browser, tab.get("webSocketDebuggerUrl").asString());
    visitor.call("Page.enable", Map.of());
    return visitor;
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws IOException {
    int id = ++calls;
    String request =
        JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(request, true).join();
    return await(method, message -> message.has("id") && message.get("id").asInt() == id)
        .path("result");
  }

  private interface Filter {
    boolean fits(JsonNode message);
  }

  private JsonNode await(String what, Filter filter) throws IOException {
    try {
      for (; ; ) {
        JsonNode message = messages.poll(PATIENCE, TimeUnit.SECONDS);
        if (message == null) {
          throw new IOException("Chromium does not answer: " + what);
        }
        if (filter.fits(message)) {
          return message;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private JsonNode evaluate(String script) throws IOException {
    JsonNode result = call("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(script + ": " + result.get("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  private void awaitPage() throws IOException {
    await("a page", message -> message.path("method").asString("").equals("Page.loadEventFired"));
  }

  @Override
  public void open(String url) throws IOException {
    messages.clear();
    call("Page.navigate", Map.of("url", url));
    awaitPage();
  }

  @Override
  public void follow(String id) throws IOException {
    messages.clear();
    evaluate("document.getElementById('" + id + "').click()");
    awaitPage();
  }

  @Override
  public void send(Map<String, String> fields) throws IOException {
    messages.clear();
    List<String> names = List.copyOf(fields.keySet());
    StringBuilder script =
        new StringBuilder("{ const form = [...document.forms].find(form => true");
    names.forEach(name -> script.append(" && form.elements['").append(name).append("']"));
    script.append(");");
    fields.forEach((name, value) -> script
        .append(" form.elements['")
        .append(name)
        .append("'].value = '")
        .append(value)
        .append("';"));
    evaluate(script.append(" form.requestSubmit(); }").toString());
    awaitPage();
  }

  @Override
  public Optional<String> text(String id) throws IOException {
    JsonNode text = evaluate("document.getElementById('" + id + "')?.innerText ?? null");
    return text.isString() ? Optional.of(text.asString().strip()) : Optional.empty();
  }

  @Override
  public String source() throws IOException {
    return evaluate("document.documentElement.outerHTML").asString();
  }

  /** A picture of what is seen. */
  void picture(Path file) throws IOException {
    String png =
        call("Page.captureScreenshot", Map.of("format", "png")).get("data").asString();
    Files.write(file, Base64.getDecoder().decode(png));
  }

  @Override
  public void close() {
    socket.abort();
    browser.descendants().forEach(ProcessHandle::destroyForcibly);
    browser.destroyForcibly().onExit().join();
  }
}
