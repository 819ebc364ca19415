package com.example.tokens.provider;

import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.util.Optional;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/**
 * An OAuth 2.0 authorization server with two users, on a port of its own. It rotates refresh tokens
 * and takes the reuse of one for theft, as large providers do. What it knows is in memory.
 */
@SpringBootApplication
public class Provider {

  private static final String CLIENT =
      "spring.security.oauth2.authorizationserver.client.token-service.";

  /**
   * Starts the provider in this process, unless there is one already. Its settings are arguments,
   * which nothing in the environment outranks.
   *
   * @param lifetime how long an access token lives, as {@code 20s}
   * @throws IllegalStateException if what listens at the address is no such provider
   */
  public static Optional<ConfigurableApplicationContext> startUnlessThere(
      URI address, String clientSecret, String lifetime) {
    if (Discovery.find(address)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SpringApplicationBuilder(Provider.class)
          .run(
              "--spring.config.name=provider",
              "--server.address=" + address.getHost(),
              "--server.port=" + address.getPort(),
              "--" + CLIENT + "registration.client-secret={noop}" + clientSecret,
              "--" + CLIENT + "token.access-token-time-to-live=" + lifetime));
    } catch (PortInUseException takenMeanwhile) {
      if (Discovery.find(address)) {
        return Optional.empty();
      }
      throw new IllegalStateException("The port of " + address + " is taken.", takenMeanwhile);
    }
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager(
        User.withUsername("alice").password("{noop}alice").build(),
        User.withUsername("bob").password("{noop}bob").build());
  }

  @Bean
  OAuth2TokenGenerator<?> tokens(JWKSource<SecurityContext> keys) {
    return new DelegatingOAuth2TokenGenerator(
        new JwtGenerator(new NimbusJwtEncoder(keys)), new RefreshTokens());
  }

  /** The endpoints of the protocol; a browser that is not signed in is led to the login page. */
  @Bean
  @Order(1)
  SecurityFilterChain protocol(HttpSecurity http) throws Exception {
    http.oauth2AuthorizationServer(server -> {
      http.securityMatcher(server.getEndpointsMatcher());
      server.oidc(withDefaults());
    });
    return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
        .oauth2ResourceServer(resources -> resources.jwt(withDefaults()))
        .exceptionHandling(unknown -> unknown.defaultAuthenticationEntryPointFor(
            new LoginUrlAuthenticationEntryPoint("/login"),
            new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
        .build();
  }

  /** The login page, and the figures for everybody. */
  @Bean
  @Order(2)
  SecurityFilterChain pages(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(
            all -> all.requestMatchers("/figures").permitAll().anyRequest().authenticated())
        .formLogin(withDefaults())
        .build();
  }
}
