package dev.coffer.storage.credentials.oauth2;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the SDK's requests by the JDK's client, since the SDK's own bounds each read and not the
 * whole. Follows no redirect: a token goes where it was told to and nowhere else.
 */
final class Http {

  /** The request was not sent: nobody was there. */
  static final class NotSent extends IOException {
    private static final long serialVersionUID = 1L;

    NotSent(IOException cause) {
      super("The provider could not be reached.", cause);
    }
  }

  private final HttpClient client;

  Http(HttpClient client) {
    this.client = client;
  }

  /**
   * The answer, if it is there within the time.
   *
   * @throws NotSent if the provider cannot have seen the request
   * @throws IOException if it may have
   */
  HTTPResponse send(HTTPRequest request, Duration within) throws IOException {
    HttpRequest.Builder sent = HttpRequest.newBuilder(request.getURI())
        .timeout(within)
        .POST(HttpRequest.BodyPublishers.ofString(request.getBody()));
    for (Map.Entry<String, List<String>> header : request.getHeaderMap().entrySet()) {
      header.getValue().forEach(value -> sent.header(header.getKey(), value));
    }
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(sent.build(), info -> new LimitedBody());
    try {
      return converted(answer.get(within.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException failed) {
      throw failure(failed.getCause());
    } catch (TimeoutException | CancellationException late) {
      answer.cancel(true);
      throw new HttpTimeoutException("No answer within " + within.toMillis() + " ms.");
    } catch (InterruptedException interrupted) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("The call was interrupted.", interrupted);
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new NotSent((IOException) cause);
    }
    return cause instanceof IOException known ? known : new IOException(cause);
  }

  private static HTTPResponse converted(HttpResponse<String> answer) {
    HTTPResponse response = new HTTPResponse(answer.statusCode());
    answer
        .headers()
        .map()
        .forEach((name, values) -> response.setHeader(name, values.toArray(new String[0])));
    response.setBody(answer.body());
    return response;
  }

  /** A body as text, refused once it is longer than any token answer. */
  private static final class LimitedBody implements HttpResponse.BodySubscriber<String> {

    private static final int LIMIT = 1 << 20;

    private final HttpResponse.BodySubscriber<String> text =
        HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
    private long length;
    private Flow.@Nullable Subscription flow;

    @Override
    public CompletionStage<String> getBody() {
      return text.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      flow = subscription;
      text.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
      length += part.stream().mapToLong(ByteBuffer::remaining).sum();
      if (length > LIMIT && flow != null) {
        flow.cancel();
        text.onError(new IOException("The answer is longer than " + LIMIT + " bytes."));
      } else {
        text.onNext(part);
      }
    }

    @Override
    public void onError(Throwable failure) {
      text.onError(failure);
    }

    @Override
    public void onComplete() {
      text.onComplete();
    }
  }
}
