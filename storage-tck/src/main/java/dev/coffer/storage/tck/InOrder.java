package dev.coffer.storage.tck;

import java.util.Comparator;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/**
 * Runs rules by family and number, so that the cheaper ones about a guarantee come first. Tests of
 * the author's own come last.
 */
final class InOrder implements ClassOrderer, MethodOrderer {

  private static final Comparator<String> RULES_FIRST = (one, other) -> {
    if (one.isEmpty() || other.isEmpty()) {
      return Boolean.compare(one.isEmpty(), other.isEmpty());
    }
    return Family.BY_FAMILY.compare(one, other);
  };

  @Override
  public void orderClasses(ClassOrdererContext context) {
    context
        .getClassDescriptors()
        .sort(Comparator.comparing(type -> Catalogue.firstId(type.getTestClass()), RULES_FIRST));
  }

  @Override
  public void orderMethods(MethodOrdererContext context) {
    context.getMethodDescriptors().sort(Comparator.comparing(InOrder::id, RULES_FIRST));
  }

  private static String id(MethodDescriptor method) {
    return method.findAnnotation(Rule.class).map(Rule::id).orElse("");
  }
}
