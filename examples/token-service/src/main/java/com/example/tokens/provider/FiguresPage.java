package com.example.tokens.provider;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How many refreshes the provider has seen, from all instances of the service together. */
@RestController
final class FiguresPage {

  private final Grants grants;

  FiguresPage(Grants grants) {
    this.grants = grants;
  }

  @GetMapping("/figures")
  Grants.Figures figures() {
    return grants.figures();
  }
}
