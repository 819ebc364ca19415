package dev.coffer.storage.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Stand-ins for parts of JDBC, of whose many methods a test means one. */
final class Fakes {

  private Fakes() {}

  /** Answers one method; any other does nothing, or fails where it has to return something. */
  static <T> T returning(Class<T> type, String method, Object answer) {
    return proxy(type, (proxy, called, arguments) -> {
      if (called.getName().equals(method)) {
        return answer;
      }
      if (called.getReturnType() == void.class) {
        return null;
      }
      throw new UnsupportedOperationException(called.toString());
    });
  }

  /** Hands every call on to {@code target}, but for those that {@code instead} has an answer to. */
  static <T> T over(Class<T> type, T target, Interception instead) {
    return proxy(type, (proxy, called, arguments) -> {
      Call rest = () -> call(target, called, arguments);
      return instead.of(called.getName(), rest);
    });
  }

  /** What a call would do. */
  interface Call {
    Object run() throws Throwable;
  }

  /** What is done instead of a call, or around it. */
  interface Interception {
    Object of(String method, Call call) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Fakes.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }
}
