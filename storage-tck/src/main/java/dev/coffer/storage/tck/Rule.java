package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test as a rule of the contract. Its method takes what it works on: backends (the second
 * is another one over the first one's place), a {@link Bench}, a {@link java.util.Random}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(RuleInvocations.class)
@interface Rule {

  /** The id, which is never given to another rule: {@code R-}family{@code -}number. */
  String id();

  /** The rule, in a sentence. */
  String says();

  /** The place in the contract that it comes from. */
  String from();

  /**
   * Whether threads or processes meet in it as the machine lets them. What is right holds in each
   * run; what is wrong is found in most.
   */
  boolean races() default false;

  /** The guarantees without which it does not apply. */
  Guarantee[] needs() default {};
}
