package org.wardlight.rules.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Space;
import org.wardlight.api.space.Ward;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Ticker;

/** The engines of all wards: inputs find theirs, rules change ward after ward. Thread-safe. */
final class Wards {
  private static final Logger LOG = LoggerFactory.getLogger(Wards.class);

  /** How long a ward may take to go on with other rules before the next one follows anyhow. */
  private static final long NEXT_SECONDS = 2;

  private final Map<String, WardEngine> engines = new ConcurrentHashMap<>();
  private final List<ConclusionListener> listeners = new CopyOnWriteArrayList<>();
  private final Lanes lanes;
  private final Clock clock;
  private final Ticker ticker;
  private final RuleFaults faults;
  private final RuleThreads threads;
  private final ExecutorService guard;
  private volatile Facility facility;
  private volatile @Nullable RuleSet rules;

  /**
   * An engine for each ward, none with rules yet.
   *
   * @param guard one thread, for what must not wait for the compiler
   */
  Wards(
      Facility facility,
      Lanes lanes,
      Clock clock,
      Ticker ticker,
      ToLongFunction<Thread> cpuNanos,
      int ruleThreads,
      RuleFaults faults,
      ExecutorService guard) {
    this.facility = facility;
    this.lanes = lanes;
    this.clock = clock;
    this.ticker = ticker;
    this.faults = faults;
    this.guard = guard;
    threads = new RuleThreads(ruleThreads, ticker, cpuNanos);
    facility.wards().forEach(ward -> engines.put(ward.id(), engine(ward, facility)));
  }

  private WardEngine engine(Ward ward, Facility of) {
    return new WardEngine(
        ward.id(),
        of,
        threads.serial(ward.id(), stack -> stuck(ward.id(), stack)),
        lanes.lane(ward.id()),
        clock,
        ticker,
        faults);
  }

  // --- inputs -----------------------------------------------------------------------------------

  void changed(PointValue now) {
    WardEngine engine = engines.get(now.point().ward());
    if (engine != null) {
      engine.accept(now);
    }
  }

  void changed(DeviceState now) {
    Device device = facility.devices().get(now.device());
    Ward ward = device == null ? null : facility.wardOf(device.room());
    WardEngine engine = ward == null ? null : engines.get(ward.id());
    if (engine != null) {
      engine.accept(now);
    }
  }

  void changed(LinkState now) {
    engines.values().forEach(engine -> engine.accept(now));
  }

  /** Time has passed. */
  void tick() {
    threads.watch();
    if (threads.lost() >= RuleThreads.MOST_SPARES) {
      faults.stuck(threads.lost());
    } else {
      faults.notStuck();
    }
    engines.values().forEach(WardEngine::tick);
  }

  void attach(ConclusionListener listener) {
    listeners.add(listener);
    engines.values().forEach(engine -> engine.attach(listener));
  }

  void detach(ConclusionListener listener) {
    listeners.remove(listener);
    engines.values().forEach(engine -> engine.detach(listener));
  }

  // --- rules ------------------------------------------------------------------------------------

  /**
   * Has every ward run these rules, one after the other, so that no ward waits for more than its
   * own change. Blocks; call on the compiler's thread.
   */
  void run(RuleSet next) {
    rules = next;
    for (WardEngine engine : List.copyOf(engines.values())) {
      await(engine.start(next, Set.of()), engine.ward());
    }
  }

  private static void await(CompletionStage<WardEngine> begun, String ward) {
    try {
      begun.toCompletableFuture().get(NEXT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("{} is slow to go on with other rules", ward);
    } catch (ExecutionException e) {
      LOG.error("{} cannot go on with other rules", ward, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A ward's thread does not come back: the rule is taken out of all wards, the ward goes on. */
  private void stuck(String ward, StackTraceElement[] stack) {
    WardEngine engine = engines.get(ward);
    RuleSet running = engine == null ? null : engine.lose();
    if (engine == null || running == null) {
      return;
    }
    Set<String> culprits = WardSession.packagesOn(stack, running);
    Set<String> out = culprits.isEmpty() ? running.byPackage().keySet() : culprits;
    String why =
        culprits.isEmpty()
            ? "a condition of one of the rules does not come back"
            : "does not come back";
    guard.execute(
        () -> {
          // Compiled here, so that no ward waits for it.
          RuleSet.inLoader(() -> running.session(out).dispose());
          engine.takeOut(running, out, why);
          RuleSet now = rules;
          if (now != null && now != running) {
            engine.start(now, Set.of());
          }
          if (!culprits.isEmpty()) {
            engines.values().stream()
                .filter(other -> other != engine)
                .forEach(other -> other.takeOut(running, out, why));
          }
        });
  }

  // --- the facility -----------------------------------------------------------------------------

  /** Goes over to another facility; wards in which nothing changed do not notice. */
  void change(Facility before, Facility now, WardFacts.Values values) {
    facility = now;
    for (Ward ward : now.wards()) {
      WardEngine engine = engines.get(ward.id());
      if (engine == null) {
        begin(ward, now, values);
      } else if (!sameFor(ward.id(), before, now)) {
        engine.change(now, values);
      }
    }
    for (WardEngine engine : List.copyOf(engines.values())) {
      if (now.ward(engine.ward()) == null) {
        engines.remove(engine.ward());
        engine.end();
        threads.forget(engine.work());
      }
    }
  }

  private void begin(Ward ward, Facility now, WardFacts.Values values) {
    WardEngine engine = engine(ward, now);
    engines.put(ward.id(), engine);
    listeners.forEach(engine::attach);
    for (Point point : pointsOf(ward.id(), now)) {
      PointValue value = values.value(point.id());
      if (value != null) {
        engine.accept(value);
      }
    }
    RuleSet present = rules;
    if (present != null) {
      engine.start(present, Set.of());
    }
  }

  private static boolean sameFor(String ward, Facility before, Facility now) {
    return before.zone().equals(now.zone())
        && Objects.equals(before.ward(ward), now.ward(ward))
        && ids(ward, before).equals(ids(ward, now))
        && devices(ward, before).equals(devices(ward, now));
  }

  private static List<Point> pointsOf(String ward, Facility facility) {
    return facility.points().stream().filter(point -> point.ward().equals(ward)).toList();
  }

  private static List<Integer> ids(String ward, Facility facility) {
    return pointsOf(ward, facility).stream().map(Point::id).toList();
  }

  private static List<Device> devices(String ward, Facility facility) {
    Set<String> places = new HashSet<>();
    Ward there = facility.ward(ward);
    if (there != null) {
      there.rooms().stream().map(Room::id).forEach(places::add);
      there.commonSpaces().stream().map(Space::id).forEach(places::add);
    }
    List<Device> devices = new ArrayList<>(facility.devices().values());
    devices.removeIf(device -> !places.contains(device.room()));
    return devices;
  }

  // --- looking ----------------------------------------------------------------------------------

  Facility facility() {
    return facility;
  }

  /** What a ward knows now; fails while its rules do not run. */
  CompletionStage<WardEngine.Look> look(String ward) {
    CompletableFuture<WardEngine.Look> answer = new CompletableFuture<>();
    WardEngine engine = engines.get(ward);
    if (engine == null) {
      answer.completeExceptionally(new IllegalArgumentException("there is no ward " + ward));
    } else {
      engine.look(
          look -> {
            if (look == null) {
              answer.completeExceptionally(
                  new IllegalStateException("the rules of " + ward + " do not run now"));
            } else {
              answer.complete(look);
            }
          });
    }
    return answer;
  }

  /** Stops every ward and ends its threads. */
  void close() {
    engines.values().forEach(WardEngine::stop);
    threads.close();
  }
}
