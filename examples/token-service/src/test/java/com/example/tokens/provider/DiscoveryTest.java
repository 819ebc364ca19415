package com.example.tokens.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only the provider itself is taken for the provider. */
class DiscoveryTest {

  private HttpServer server;
  private URI address;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private void answer(String text) {
    server.createContext("/.well-known/openid-configuration", exchange -> {
      byte[] body = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
  }

  @Test
  void theProviderOfTheAddressIsFound() {
    answer("{\"issuer\": \"" + address + "\"}");
    assertThat(Discovery.find(address)).isTrue();
  }

  @Test
  void nothingIsFoundWhereNobodyListens() {
    server.stop(0);
    assertThat(Discovery.find(address)).isFalse();
  }

  @Test
  void anotherIssuerIsRefused() {
    answer("{\"issuer\": \"http://127.0.0.1:1\"}");
    assertRefused();
  }

  @Test
  void whatIsNoProviderIsRefused() {
    answer("<html>Hello</html>");
    assertRefused();
  }

  @Test
  void whatDoesNotKnowTheQuestionIsRefused() {
    assertRefused();
  }

  private void assertRefused() {
    assertThatThrownBy(() -> Provider.startUnlessThere(address, "canary", "4s"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("What listens at " + address + " is no provider with that issuer.");
  }
}
