package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.time.Ticker;

/**
 * What goes over a link while it is up: polls by schedule, a write before each, and the verdict on
 * every answer. One timer a link. Lives on the link's event loop.
 */
final class Traffic implements Exchange.Owner {
  private static final Logger log = LoggerFactory.getLogger(Traffic.class);

  /**
   * Links wake up together on multiples of this, so that one turn of the event loop serves many of
   * them: with 1,000 links a sixth less processor time a poll. No grid is moved by it.
   */
  private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(10);

  /** How often points are reported that cannot be read at all. */
  private static final long UNREADABLE_PERIOD = ScanClass.SLOW.defaultPeriod().toNanos();

  private static final int GATEWAY_PATH = 10;
  private static final int GATEWAY_TARGET = 11;

  /** Illegal function, acknowledge, busy: they concern no single register. */
  private static final Set<Integer> NOT_NARROWED = Set.of(1, 5, 6);

  /** What the traffic tells its link. */
  interface Owner {
    void samples(SampleBatch batch);

    /** A proper answer came. */
    void works();

    void lost(DriverFailure failure);
  }

  private final String name;
  private final LinkOptions options;
  private final EventLoop loop;
  private final Ticker ticker;
  private final Figures figures;
  private final Owner owner;
  private final Report report;
  private final WriteQueue writes = new WriteQueue();
  private final Units units = new Units();
  private final Pace pace;

  /** Due, but their unit owes an answer for which nobody waits any more. */
  private final List<Poll> postponed = new ArrayList<>();

  private PollSchedule schedule;
  private Set<Integer> watchedUnits = Set.of();
  private Map<Point, String> unreadable = Map.of();
  private long unreadableDue;
  private @Nullable Exchange exchange;
  private long quietUntil;
  private @Nullable ScheduledFuture<?> timer;
  private long wakeAt;

  Traffic(
      String name,
      LinkOptions options,
      EventLoop loop,
      Clock clock,
      Ticker ticker,
      Figures figures,
      Owner owner) {
    this.name = name;
    this.options = options;
    this.loop = loop;
    this.ticker = ticker;
    this.figures = figures;
    this.owner = owner;
    pace = new Pace(options.timeout(), options.leastPatience(), options.patience());
    report = new Report(clock, owner::samples);
    schedule = schedule(List.of());
  }

  private PollSchedule schedule(List<ReadBlock> blocks) {
    // Links are spread over the period by their names, the same way after every start.
    double phase = Math.floorMod(name.hashCode() * 0x9E3779B9, 1 << 16) / (double) (1 << 16);
    return new PollSchedule(blocks, options.periods(), phase, figures.overruns);
  }

  /** How fast the units answer, over all connections of the link. */
  Pace pace() {
    return pace;
  }

  void watch(List<Point> points) {
    schedule.retire();
    postponed.clear();
    ScanPlan plan = ScanPlan.of(points, options.limits());
    schedule = schedule(plan.blocks());
    watchedUnits = schedule.units();
    units.retain(watchedUnits);
    pace.retain(watchedUnits);
    unreadable = plan.unreadable();
    unreadable.forEach(
        (p, why) -> log.warn("{}: point {} cannot be read: {}", name, p.name(), why));
    ScanLoad.overload(plan, options).forEach(what -> log.warn("connection {}: {}", name, what));
    long now = ticker.nanos();
    unreadableDue = now;
    if (exchange != null) {
      schedule.start(now);
      pump();
    }
  }

  void refresh(List<Point> points) {
    if (exchange != null) {
      schedule.refresh(points, options.limits());
      pump();
    }
  }

  void write(WriteJob job) {
    if (exchange == null) {
      job.refuse(new DriverFailure.Unreachable("connection " + name + " is down"));
    } else {
      writes.add(job, name);
      pump();
    }
  }

  /** The connection is up. */
  void start(Exchange connected) {
    long now = ticker.nanos();
    exchange = connected;
    quietUntil = now;
    unreadableDue = now;
    units.reconnected(now);
    postponed.clear();
    schedule.start(now);
    pump();
  }

  @Override
  public void lost(Exchange gone, DriverFailure failure) {
    if (gone == exchange) {
      stop(failure);
      owner.lost(failure);
    }
  }

  /** The connection is down: nothing is asked any more, no write stays open. */
  void stop(DriverFailure failure) {
    exchange = null;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    writes.stop(failure);
    log.debug("{}: {}, {} strays", name, figures.now(), figures.strays);
  }

  private void pump() {
    Exchange to = exchange;
    if (to == null) {
      return;
    }
    long now = ticker.nanos();
    to.expire(now);
    if (!unreadable.isEmpty() && unreadableDue - now <= 0) {
      unreadableDue = now + UNREADABLE_PERIOD;
      report.unsupported(unreadable.keySet());
    }
    while (to.free(now) && quietUntil - now <= 0) {
      Request request = next(to, now);
      if (request == null) {
        break;
      }
      rest(now);
      to.send(request, patience(request, now), now);
    }
    if (exchange == to) {
      arm(to, now);
    }
  }

  /**
   * How long others wait. Over a serial line this is all the time that the unit gets, so only one
   * that did not answer before, or whose line may be broken, gets less than the timeout.
   */
  private long patience(Request request, long now) {
    int unit = request.unit();
    if (!options.rtu() || (request instanceof Poll && units.silent(unit))) {
      return pace.patienceNanos(unit);
    }
    return request instanceof Poll && units.alert(now)
        ? pace.usualNanos(unit)
        : options.timeout().toNanos();
  }

  private void rest(long now) {
    quietUntil = now + options.pause().toNanos();
  }

  private @Nullable Request next(Exchange to, long now) {
    WriteJob write = writes.peek();
    if (write != null
        && !schedule.owesTurn(now)
        && to.heldUntilNanos(write.unit(), now) - now <= 0) {
      writes.asked();
      schedule.passTurn();
      return write;
    }
    Poll probe = null;
    for (Poll poll = schedule.next(now); poll != null; poll = schedule.next(now)) {
      int unit = poll.unit();
      report.bad(poll.refused(), QualityReason.REJECTED);
      if (!poll.asks()) {
        schedule.done(poll, now);
      } else if (to.overdue(unit, now)) {
        postpone(poll, now);
      } else if (to.heldUntilNanos(unit, now) - now > 0) {
        giveUp(poll, now);
      } else if (!units.silent(unit)) {
        if (probe != null) {
          // It waits until nothing else is to be asked.
          schedule.proceed(probe);
        }
        return poll;
      } else if (probe == null && units.probeDue(unit, now)) {
        probe = poll;
        if (units.probePressing(unit, now)) {
          break;
        }
      } else {
        giveUp(poll, now);
      }
    }
    if (probe != null) {
      units.probe(probe.unit(), now);
    }
    return probe;
  }

  private void postpone(Poll poll, long now) {
    if (units.silent(poll.unit())) {
      giveUp(poll, now);
    } else {
      postponed.add(poll);
    }
  }

  /** The unit has answered or timed out. */
  private void takeUp(int unit) {
    if (!postponed.isEmpty()) {
      List<Poll> again = postponed.stream().filter(p -> p.unit() == unit).toList();
      postponed.removeAll(again);
      again.forEach(schedule::proceed);
    }
  }

  private void arm(Exchange to, long now) {
    long wake = Math.min(schedule.nextDueNanos(), to.nextDeadlineNanos(now));
    if (!unreadable.isEmpty()) {
      wake = Math.min(wake, unreadableDue);
    }
    if (wake != Long.MAX_VALUE) {
      wake += Math.floorMod(-wake, BEAT);
    }
    if (quietUntil - now > 0 && (writes.hasReady() || schedule.hasReady())) {
      wake = Math.min(wake, quietUntil);
    }
    WriteJob write = to.free(now) ? writes.peek() : null;
    if (write != null) {
      wake = Math.min(wake, Math.max(quietUntil, to.heldUntilNanos(write.unit(), now)));
    }
    if (wake == Long.MAX_VALUE || (timer != null && wakeAt <= wake)) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    wakeAt = wake;
    timer = loop.schedule(this::wake, Math.max(0, wake - now), TimeUnit.NANOSECONDS);
  }

  private void wake() {
    timer = null;
    pump();
  }

  @Override
  public void answered(Request request, ByteBuf in, int at, int length) {
    takeUp(request.unit());
    alive(request.unit());
    Poll poll = asked(request);
    if (request instanceof WriteJob job) {
      writes.proceed(job.answered(in, at, length));
    } else if (poll != null) {
      String wrong = report.answer(poll.part(), in, at, length);
      if (wrong == null) {
        if (poll.answered()) {
          schedule.revive(poll.unit());
        }
      } else {
        figures.malformed.increment();
        complain(poll, wrong);
      }
      proceed(poll);
    }
    goOn();
  }

  @Override
  public void rejected(Request request, int code) {
    takeUp(request.unit());
    long now = ticker.nanos();
    boolean gateway = code == GATEWAY_PATH || code == GATEWAY_TARGET;
    if (gateway) {
      units.connectionWorks();
      failed(request.unit(), now);
      owner.works();
    } else {
      alive(request.unit());
    }
    Poll poll = asked(request);
    if (request instanceof WriteJob job) {
      writes.rejected(job, code);
    } else if (poll != null && gateway) {
      giveUp(poll, now);
    } else if (poll != null) {
      refused(poll, code, now);
    }
    goOn();
  }

  private void refused(Poll poll, int code, long now) {
    ReadBlock part = poll.part();
    if (!poll.narrowed() && !NOT_NARROWED.contains(code)) {
      schedule.doubt(poll.unit());
    }
    if (!NOT_NARROWED.contains(code) && poll.narrow(now)) {
      schedule.proceed(poll);
    } else {
      log.debug("{}: {} refused, {}", name, part, Pdu.exceptionName(code));
      report.bad(List.of(part), QualityReason.REJECTED);
      proceed(poll);
    }
  }

  @Override
  public void malformed(Request request, String what) {
    takeUp(request.unit());
    units.answered(request.unit());
    Poll poll = asked(request);
    if (request instanceof WriteJob job) {
      writes.proceed(job.fail(new DriverFailure.Malformed(name + ": " + what)));
    } else if (poll != null) {
      complain(poll, what);
      proceed(poll);
    }
    goOn();
  }

  @Override
  public void timedOut(Request request, long sent) {
    takeUp(request.unit());
    long now = ticker.nanos();
    failed(request.unit(), now);
    String detail =
        "unit " + request.unit() + " on " + name + " did not answer within " + options.timeout();
    Poll poll = asked(request);
    if (request instanceof WriteJob job) {
      writes.proceed(job.fail(new DriverFailure.Timeout(detail)));
    } else if (poll != null) {
      log.debug(detail);
      giveUp(poll, now);
    }
    Exchange from = exchange;
    if (units.timedOut(watchedUnits, sent, now) && from != null) {
      from.close(
          new DriverFailure.Timeout("connection " + name + " hangs: nothing answers any more"));
    }
  }

  /** One failure may be chance. */
  private void failed(int unit, long now) {
    if (!units.failed(unit, now)) {
      schedule.doubt(unit);
    }
  }

  /** The poll that was asked; null if it is none, or its schedule was replaced meanwhile. */
  private static @Nullable Poll asked(Request request) {
    return request instanceof Poll poll && poll.stage == Poll.Stage.ASKED ? poll : null;
  }

  private void alive(int unit) {
    if (units.answered(unit)) {
      schedule.revive(unit);
    }
    owner.works();
  }

  private void goOn() {
    rest(ticker.nanos());
    pump();
  }

  private void proceed(Poll poll) {
    if (poll.next()) {
      schedule.proceed(poll);
    } else {
      schedule.done(poll, ticker.nanos());
    }
  }

  private void complain(Poll poll, String what) {
    log.debug("{}: {}: {}", name, poll.part(), what);
    report.bad(List.of(poll.part()), QualityReason.MALFORMED);
  }

  private void giveUp(Poll poll, long now) {
    report.bad(poll.rest(), QualityReason.TIMEOUT);
    schedule.done(poll, now);
  }
}
