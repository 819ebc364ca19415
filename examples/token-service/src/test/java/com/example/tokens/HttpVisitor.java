package com.example.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A visitor without a browser, who knows as much of HTML as these pages have. */
final class HttpVisitor implements Visitor {

  private static final Pattern FORM =
      Pattern.compile("<form[^>]*?action=\"([^\"]*)\"[^>]*>(.*?)</form>", Pattern.DOTALL);
  private static final Pattern INPUT = Pattern.compile("<input([^>]*)>");

  private final HttpClient http = HttpClient.newBuilder()
      .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
      .followRedirects(HttpClient.Redirect.ALWAYS)
      .build();
  private URI address = URI.create("about:blank");
  private String page = "";

  @Override
  public void open(String url) throws IOException {
    send(request(URI.create(url)).GET());
  }

  private static HttpRequest.Builder request(URI url) {
    return HttpRequest.newBuilder(url)
        .header("Accept", "text/html")
        .timeout(Duration.ofSeconds(30));
  }

  private void send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(response.uri() + " answers " + response.statusCode());
      }
      address = response.uri();
      page = response.body();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void follow(String id) throws IOException {
    Matcher link = Pattern.compile("<a id=\"" + id + "\"[^>]*href=\"([^\"]*)\"").matcher(page);
    if (!link.find()) {
      throw new IOException("There is no link " + id + ": " + page);
    }
    open(address.resolve(link.group(1)).toString());
  }

  @Override
  public void send(Map<String, String> fields) throws IOException {
    Matcher form = FORM.matcher(page);
    while (form.find()) {
      Map<String, String> inputs = new LinkedHashMap<>();
      Matcher input = INPUT.matcher(form.group(2));
      while (input.find()) {
        inputs.put(attribute(input.group(1), "name"), attribute(input.group(1), "value"));
      }
      if (inputs.keySet().containsAll(fields.keySet())) {
        inputs.putAll(fields);
        send(request(address.resolve(form.group(1)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(inputs))));
        return;
      }
    }
    throw new IOException("There is no form with " + fields.keySet() + ": " + page);
  }

  private static String attribute(String attributes, String name) {
    Matcher value = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(attributes);
    return value.find() ? value.group(1) : "";
  }

  private static String encoded(Map<String, String> inputs) {
    return inputs.entrySet().stream()
        .map(input -> input.getKey() + "=" + URLEncoder.encode(input.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Override
  public Optional<String> text(String id) {
    Matcher element = Pattern.compile(
            "<(\\w+)[^>]*\\bid=\"" + id + "\"[^>]*>(.*?)</\\1>", Pattern.DOTALL)
        .matcher(page);
    return element.find()
        ? Optional.of(element.group(2).replaceAll("<[^>]*>", "").strip())
        : Optional.empty();
  }

  @Override
  public String source() {
    return page;
  }

  @Override
  public void close() {
    page = "";
  }
}
