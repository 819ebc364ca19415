package dev.coffer.storage.tck;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The report as a JSON text for programs; members may be added to it in later versions. */
final class ReportJson {

  private final Report report;
  private final JsonWriter json;

  private ReportJson(Report report, JsonWriter json) {
    this.report = report;
    this.json = json;
  }

  static String of(Report report) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setIndent("  ");
      new ReportJson(report, json).write();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.append('\n').toString();
  }

  private void write() throws IOException {
    json.beginObject();
    json.name("kit").value(KitVersion.get());
    json.name("subject").value(report.subject());
    json.name("verdict").value(report.verdict().toString());
    json.name("started").value(report.started().toString());
    json.name("seconds").value(seconds(report.elapsed()));
    json.name("seed").value(report.seed());
    json.name("java").value(Runtime.version().toString());
    json.name("os").value(System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    promises();
    deviations();
    families();
    rules();
    json.name("notRun");
    texts(report.missing().stream().map(Rule::id).toList());
    json.endObject();
  }

  private void promises() throws IOException {
    json.name("guarantees").beginArray();
    for (Report.Promise promise : report.promises()) {
      json.beginObject();
      json.name("guarantee").value(promise.guarantee().name());
      json.name("declared").value(promise.declared());
      json.name("said").value(promise.said().orElse(null));
      json.name("observed")
          .value(promise.rules() == 0 ? null : promise.refutedBy().isEmpty());
      json.name("rules").value(promise.rules());
      if (promise.refutedBy().isPresent()) {
        json.name("refutedBy").value(promise.refutedBy().get().rule().id());
      }
      json.endObject();
    }
    json.endArray();
  }

  private void deviations() throws IOException {
    json.name("deviations").beginArray();
    for (Deviation deviation : report.deviations()) {
      json.beginObject();
      json.name("rule").value(deviation.rule());
      json.name("reason").value(deviation.reason());
      json.name("link").value(deviation.link().toString());
      json.endObject();
    }
    json.endArray();
  }

  private void families() throws IOException {
    json.name("families").beginArray();
    for (Family family : Family.values()) {
      List<Result> results = report.of(family);
      json.beginObject();
      json.name("family").value(family.title());
      json.name("rules").value(results.size());
      json.name("failed").value(results.stream().filter(Result::failed).count());
      json.name("deviated").value(results.stream().filter(Result::deviated).count());
      json.endObject();
    }
    json.endArray();
  }

  private void rules() throws IOException {
    json.name("rules").beginArray();
    for (Result result : report.results()) {
      json.beginObject();
      json.name("id").value(result.rule().id());
      json.name("family").value(Family.of(result.rule().id()).title());
      json.name("says").value(result.rule().says());
      json.name("from").value(result.rule().from());
      json.name("needs");
      texts(Arrays.stream(result.rule().needs()).map(Enum::name).toList());
      json.name("stance").value(result.stance().name().toLowerCase(Locale.ROOT));
      json.name("held").value(result.held());
      json.name("seconds").value(seconds(result.elapsed()));
      if (!result.held()) {
        json.name("message").value(result.message());
      }
      json.endObject();
    }
    json.endArray();
  }

  private void texts(List<String> texts) throws IOException {
    json.beginArray();
    for (String text : texts) {
      json.value(text);
    }
    json.endArray();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1_000.0;
  }
}
