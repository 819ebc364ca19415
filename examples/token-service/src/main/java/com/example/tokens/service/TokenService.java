package com.example.tokens.service;

import com.example.tokens.provider.Provider;
import dev.coffer.storage.Secret;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** The web application; the first instance starts the provider as well. */
@SpringBootApplication
@EnableConfigurationProperties(Settings.class)
public class TokenService {

  public static void main(String[] arguments) {
    ConfigurableApplicationContext service = SpringApplication.run(TokenService.class, arguments);
    Settings settings = service.getBean(Settings.class);
    try {
      boolean started = startProvider(service, settings);
      System.out.println("The token service is at http://127.0.0.1:"
          + service.getEnvironment().getProperty("server.port") + ", the provider at "
          + settings.provider() + (started ? ", in this process." : ", in another process."));
    } catch (RuntimeException noProvider) {
      System.err.println("There is no provider: " + noProvider.getMessage());
      System.exit(SpringApplication.exit(service, () -> 1));
    }
  }

  private static boolean startProvider(ConfigurableApplicationContext service, Settings settings) {
    return Provider.startUnlessThere(
            settings.provider(),
            service.getBean("clientSecret", Secret.class).revealString(),
            settings.lifetime())
        .isPresent();
  }
}
