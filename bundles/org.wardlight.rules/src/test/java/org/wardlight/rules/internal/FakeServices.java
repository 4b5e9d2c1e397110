package org.wardlight.rules.internal;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** As much of a service registry as the component needs. */
final class FakeServices {
  private final Map<String, Object> services = new ConcurrentHashMap<>();

  BundleContext context() {
    return (BundleContext)
        Proxy.newProxyInstance(
            FakeServices.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "registerService" -> register((Class<?>) arguments[0], arguments[1]);
                  case "getServiceReference" -> reference((Class<?>) arguments[0]);
                  case "getService" -> services.get(arguments[0].toString());
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  <T> void add(Class<T> type, T service) {
    services.put(type.getName(), service);
  }

  <T> @Nullable T find(Class<T> type) {
    return type.cast(services.get(type.getName()));
  }

  private Object register(Class<?> type, Object service) {
    services.put(type.getName(), service);
    return Proxy.newProxyInstance(
        FakeServices.class.getClassLoader(),
        new Class<?>[] {ServiceRegistration.class},
        (proxy, method, arguments) -> {
          services.remove(type.getName(), service);
          return null;
        });
  }

  private @Nullable Object reference(Class<?> type) {
    if (!services.containsKey(type.getName())) {
      return null;
    }
    return Proxy.newProxyInstance(
        FakeServices.class.getClassLoader(),
        new Class<?>[] {ServiceReference.class},
        (proxy, method, arguments) -> type.getName());
  }
}
