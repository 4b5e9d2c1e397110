package org.wardlight.web.internal;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Services that answer what a test says they answer, and remember what they were asked. */
final class Scripted {
  private final Map<String, Function<List<Object>, Object>> answers = new ConcurrentHashMap<>();

  /** {@code Shelves.end[s1, nurse]}, in the order of the calls. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** From now on a method answers this; {@code Shelves.end} for example. */
  void answer(String method, Function<List<Object>, Object> answer) {
    answers.put(method, answer);
  }

  /** The same for a method that answers with a stage; what the answer throws fails the stage. */
  // The stage is this service's answer: who called the method handles it.
  @SuppressWarnings("FutureReturnValueIgnored")
  void answerLater(String method, Function<List<Object>, Object> answer) {
    answers.put(
        method,
        args -> {
          try {
            return CompletableFuture.completedFuture(answer.apply(args));
          } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
          }
        });
  }

  /** A service; what the test says nothing about answers null. */
  <T> T service(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              List<Object> arguments = args == null ? List.of() : Arrays.asList(args);
              String name = type.getSimpleName() + "." + method.getName();
              if (method.getDeclaringClass() == Object.class) {
                return method.getName().equals("equals")
                    ? (Object) (proxy == arguments.get(0))
                    : method.getName().equals("hashCode") ? (Object) 1 : name;
              }
              asked.add(name + arguments);
              @Nullable Function<List<Object>, Object> answer = answers.get(name);
              return answer == null ? null : answer.apply(arguments);
            }));
  }
}
