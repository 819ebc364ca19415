package dev.coffer.storage.tck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** All rules of a contract, whether they apply to a backend or not. Immutable. */
final class Catalogue {

  private final Map<String, Rule> rules;

  private Catalogue(Map<String, Rule> rules) {
    this.rules = rules;
  }

  /**
   * The rules in the nested classes of a contract and of what it extends.
   *
   * @throws IllegalStateException if two rules have one id
   */
  static Catalogue of(Class<?> contract) {
    Map<String, Rule> rules = new TreeMap<>(Family.BY_FAMILY);
    for (Class<?> family : families(contract)) {
      for (Method method : methods(family)) {
        Rule rule = method.getAnnotation(Rule.class);
        if (rules.put(rule.id(), rule) != null) {
          throw new IllegalStateException("Two rules have the id " + rule.id() + ".");
        }
      }
    }
    return new Catalogue(rules);
  }

  /** The nested classes of a contract, and of what it extends, that hold its rules. */
  static List<Class<?>> families(Class<?> contract) {
    List<Class<?>> families = new ArrayList<>();
    for (Class<?> type = contract; type != Object.class; type = type.getSuperclass()) {
      for (Class<?> nested : type.getDeclaredClasses()) {
        if (nested.isAnnotationPresent(Nested.class)) {
          families.add(nested);
        }
      }
    }
    return families;
  }

  /** The rules of one such class. */
  static List<Method> methods(Class<?> family) {
    return AnnotationSupport.findAnnotatedMethods(
        family, Rule.class, HierarchyTraversalMode.TOP_DOWN);
  }

  /** The first rule of a class of rules, by which classes are ordered. */
  static String firstId(Class<?> family) {
    return methods(family).stream()
        .map(method -> method.getAnnotation(Rule.class).id())
        .min(Family.BY_FAMILY)
        .orElse("");
  }

  /** All rules, by family and number. */
  Collection<Rule> rules() {
    return rules.values();
  }

  /** The rule with this id, if there is one. */
  Optional<Rule> find(String ruleId) {
    return rules.values().stream().filter(rule -> rule.id().equals(ruleId)).findFirst();
  }
}
