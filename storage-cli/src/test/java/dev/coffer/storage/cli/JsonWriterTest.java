package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonWriterTest {

  private final StringBuilder text = new StringBuilder();
  private final JsonWriter json = new JsonWriter(text);

  @Test
  void writesObjectsAndArraysInOneAnother() throws IOException {
    json.beginObject();
    json.name("a").value("x").name("b").value(1L).name("c").value(true);
    json.name("d").value((String) null).name("e").values(List.of("1", "2"));
    json.name("f")
        .beginArray()
        .beginObject()
        .endObject()
        .beginArray()
        .endArray()
        .endArray();
    json.name("g").beginObject().name("h").value("i").endObject().endObject();

    assertThat(text)
        .hasToString("{\"a\":\"x\",\"b\":1,\"c\":true,\"d\":null,\"e\":[\"1\",\"2\"],"
            + "\"f\":[{},[]],\"g\":{\"h\":\"i\"}}");
  }

  @Test
  void escapesWhatJsonMustAndWhatATerminalObeys() throws IOException {
    json.value("\"\\\n\u001b\u007f\u009b\u2028\u202eaé🔑");

    assertThat(text).hasToString("\"\\\"\\\\\\u000a\\u001b\\u007f\\u009b\\u2028\\u202eaé🔑\"");
  }

  @Test
  void writesEveryCharacterSoThatItIsReadBackEqual() throws IOException, ParseException {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c < 0x3000; c++) {
      all.appendCodePoint(c);
    }
    all.append("🔑").appendCodePoint(0xE0041).appendCodePoint(0x10FFFF);
    json.beginObject().name("all").value(all.toString()).endObject();

    assertThat(JSONObjectUtils.parse(text.toString())).containsEntry("all", all.toString());
  }
}
