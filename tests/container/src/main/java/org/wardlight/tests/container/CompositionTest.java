package org.wardlight.tests.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.server.ProcessImage;
import com.digitalpetri.modbus.server.ReadWriteModbusServices;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmDesk;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.rule.RuleTexts;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.telemetry.Trend;
import org.wardlight.api.telemetry.Trends;

/** The composition of the server, inside the container, with every library doing real work. */
final class CompositionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BundleContext context =
      FrameworkUtil.getBundle(CompositionTest.class).getBundleContext();

  @Test
  void everyBundleIsActive() {
    List<String> idle = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null
          && bundle.getState() != Bundle.ACTIVE) {
        idle.add(bundle.getSymbolicName());
      }
    }
    assertEquals(List.of(), idle);
  }

  // A component that waits for something, or failed, is a part of the server that is not there.
  @Test
  void everyComponentIsSatisfiedAndNoneFailed() {
    ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
    service(RuleTexts.class);
    List<String> unwell = new ArrayList<>();
    int seen = 0;
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
      for (ComponentConfigurationDTO state : runtime.getComponentConfigurationDTOs(component)) {
        seen++;
        if (state.state != ComponentConfigurationDTO.ACTIVE
            && state.state != ComponentConfigurationDTO.SATISFIED) {
          unwell.add(component.name + " in state " + state.state + " " + state.failure);
        }
      }
    }
    assertEquals(List.of(), unwell);
    assertTrue(seen >= 12, "components seen: " + seen);
  }

  @Test
  void theRulesAreCompiledAndBringTheirTexts() {
    assertTrue(service(RuleTexts.class).texts(Locale.GERMAN).containsKey("alarm.bathroom.dwell"));
  }

  @Test
  void thePagesAreServed() throws Exception {
    service(AlarmDesk.class);
    HttpClient http = HttpClient.newHttpClient();
    URI page = URI.create("http://127.0.0.1:" + port("org.wardlight.web") + "/station/");
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("<!doctype html>"), answer.body());
  }

  // From a register to the desk, the journal, the lamp and the time-series store.
  @Test
  void aCallGoesFromTheRegisterToTheLamp() throws Exception {
    Facility facility = service(FacilitySource.class).current();
    int port = facility.connections().values().iterator().next().endpoint().getPort();
    ProcessImage registers = new ProcessImage();
    ModbusTcpServer device =
        ModbusTcpServer.create(
            NettyTcpServerTransport.create(
                config -> {
                  config.bindAddress = "127.0.0.1";
                  config.port = port;
                }),
            new ReadWriteModbusServices() {
              @Override
              protected Optional<ProcessImage> getProcessImage(int unit) {
                return Optional.of(registers);
              }
            });
    device.start();
    try {
      AlarmDesk desk = service(AlarmDesk.class);
      registers.with(tx -> tx.writeDiscreteInputs(inputs -> inputs.put(2, true)));
      await("the call is open", () -> open(desk, "call.bed").isPresent());
      await("the lamp is red", () -> holding(registers, 22) == 1);
      Journal.Verification chain = service(Journal.class).verify();
      assertTrue(chain.ok() && chain.entries() > 0, chain::toString);

      desk.accept(open(desk, "call.bed").orElseThrow().id(), "nurse")
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
      assertEquals(Alarm.State.ACCEPTED, open(desk, "call.bed").orElseThrow().state());
      await("the call was recorded as a sample", () -> samples("101-io/callBed") > 0);
    } finally {
      device.stop();
    }
  }

  private long samples(String point) {
    Instant now = Instant.now();
    try {
      Trend trend =
          service(Trends.class)
              .trend(point, now.minusSeconds(600), now.plusSeconds(60), 100)
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      return trend.buckets().stream().mapToLong(Trend.Bucket::samples).sum();
    } catch (Exception e) {
      throw new IllegalStateException("the query failed", e);
    }
  }

  private static Optional<Alarm> open(AlarmDesk desk, String kind) {
    return desk.open().stream().filter(alarm -> alarm.kind().equals(kind)).findFirst();
  }

  private static int holding(ProcessImage image, int address) {
    return image.get(
        tx ->
            tx.readHoldingRegisters(
                registers -> {
                  byte[] bytes = registers.get(address);
                  return bytes == null ? 0 : ByteBuffer.wrap(bytes).getShort();
                }));
  }

  private String port(String pid) throws Exception {
    String file =
        Files.readString(
            Path.of(
                String.valueOf(context.getProperty("felix.cm.dir")),
                pid.replace('.', '/') + ".config"));
    return file.replaceAll("(?s).*port=\"(\\d+)\".*", "$1");
  }

  private <T> T service(Class<T> type) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      ServiceReference<T> reference = context.getServiceReference(type);
      T service = reference == null ? null : context.getService(reference);
      if (service != null) {
        return service;
      }
      pause();
    }
    throw new AssertionError("no " + type.getName());
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not in time: " + what);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
