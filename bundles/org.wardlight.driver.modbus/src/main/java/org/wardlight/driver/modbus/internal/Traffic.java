package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
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
 * What goes over a link while it is up: polls by schedule, writes before them, and the verdict on
 * every answer. One timer a link. Lives on the link's event loop.
 */
final class Traffic implements Exchange.Owner {
  private static final Logger log = LoggerFactory.getLogger(Traffic.class);

  /** How long a narrowed block stays narrowed. */
  static final Duration WHOLE_AGAIN = Duration.ofMinutes(5);

  /** Writes that may wait; more are refused. */
  static final int WAITING_WRITES = 64;

  /**
   * Links wake up together on multiples of this, so that one turn of the event loop serves many of
   * them: with 1,000 links a sixth less processor time a poll. No grid is moved by it.
   */
  private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(10);

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
  private final Clock clock;
  private final Ticker ticker;
  private final Owner owner;
  private final SampleBatch batch = new SampleBatch(64);
  private final Deque<WriteJob> writes = new ArrayDeque<>();
  private final Set<Integer> notOffered = new HashSet<>();
  private final Units units = new Units();
  private PollSchedule schedule;
  private Set<Integer> watchedUnits = Set.of();
  private Map<Point, String> unreadable = Map.of();
  private long unreadableDue;
  private @Nullable Exchange exchange;
  private @Nullable WriteJob writing;
  private boolean writeProceeds;
  private long quietUntil;
  private @Nullable ScheduledFuture<?> timer;
  private long wakeAt;
  private long polls;
  private long answers;
  private long timeouts;
  private long exceptions;

  Traffic(
      String name, LinkOptions options, EventLoop loop, Clock clock, Ticker ticker, Owner owner) {
    this.name = name;
    this.options = options;
    this.loop = loop;
    this.clock = clock;
    this.ticker = ticker;
    this.owner = owner;
    schedule = schedule(List.of());
  }

  private PollSchedule schedule(List<ReadBlock> blocks) {
    // Links are spread over the period by their names, the same way after every start.
    double phase = Math.floorMod(name.hashCode() * 0x9E3779B9, 1 << 16) / (double) (1 << 16);
    return new PollSchedule(blocks, options.periods(), phase);
  }

  /** How much went over the link since it was opened. */
  record Counts(long polls, long answers, long timeouts, long exceptions, long overruns) {}

  Counts counts() {
    return new Counts(polls, answers, timeouts, exceptions, schedule.overruns());
  }

  void watch(List<Point> points) {
    schedule.retire();
    ScanPlan plan = ScanPlan.of(points, options.limits());
    schedule = schedule(plan.blocks());
    watchedUnits = schedule.units();
    units.retain(watchedUnits);
    unreadable = plan.unreadable();
    unreadable.forEach(
        (p, why) -> log.warn("{}: point {} cannot be read: {}", name, p.name(), why));
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
    } else if (writes.size() >= WAITING_WRITES) {
      job.refuse(
          new DriverFailure.Rejected(
              "queue full", WAITING_WRITES + " writes wait on connection " + name));
    } else {
      writes.add(job);
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
    WriteJob open = writing;
    writing = null;
    if (open != null && !writeProceeds) {
      open.fail(failure);
    } else if (open != null) {
      open.refuse(failure);
    }
    writeProceeds = false;
    for (WriteJob job = writes.poll(); job != null; job = writes.poll()) {
      job.refuse(failure);
    }
    log.debug("{}: {}", name, counts());
  }

  private void pump() {
    Exchange to = exchange;
    if (to == null) {
      return;
    }
    long now = ticker.nanos();
    to.expire(now);
    if (!unreadable.isEmpty() && unreadableDue - now <= 0) {
      unreadableDue = now + periodNanos(ScanClass.SLOW);
      deliverUnreadable();
    }
    while (to.free() && quietUntil - now <= 0) {
      Request request = next(now);
      if (request == null) {
        break;
      }
      quietUntil = now + options.pause().toNanos();
      polls += request instanceof Poll ? 1 : 0;
      to.send(request, now);
    }
    if (exchange == to) {
      arm(to, now);
    }
  }

  private @Nullable Request next(long now) {
    if (writing == null) {
      writing = writes.poll();
      writeProceeds = writing != null;
      if (writing != null) {
        writing.begin(notOffered);
      }
    }
    if (writeProceeds) {
      writeProceeds = false;
      return writing;
    }
    for (Poll poll = schedule.next(now); poll != null; poll = schedule.next(now)) {
      if (units.ask(poll.unit(), now)) {
        return poll;
      }
      bad(poll.rest(), QualityReason.TIMEOUT);
      schedule.done(poll, now);
    }
    return null;
  }

  private void arm(Exchange to, long now) {
    long wake = Math.min(schedule.nextDueNanos(), to.nextDeadlineNanos());
    if (!unreadable.isEmpty()) {
      wake = Math.min(wake, unreadableDue);
    }
    if (wake != Long.MAX_VALUE) {
      wake += Math.floorMod(-wake, BEAT);
    }
    if (quietUntil - now > 0 && (writeProceeds || !writes.isEmpty() || schedule.hasReady())) {
      wake = Math.min(wake, quietUntil);
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
    answers++;
    units.answered(request.unit());
    owner.works();
    if (request instanceof WriteJob job) {
      proceed(job.answered(in, at, length));
    } else if (request instanceof Poll poll && poll.stage == Poll.Stage.ASKED) {
      String wrong = poll.part().decode(in, at, length, begin());
      if (wrong == null) {
        deliver();
      } else {
        complain(poll, wrong);
      }
      proceed(poll);
    }
    pump();
  }

  @Override
  public void rejected(Request request, int code) {
    exceptions++;
    boolean gateway = code == GATEWAY_PATH || code == GATEWAY_TARGET;
    if (gateway) {
      units.connectionWorks();
      units.failed(request.unit(), ticker.nanos());
    } else {
      units.answered(request.unit());
    }
    owner.works();
    if (request instanceof WriteJob job) {
      proceed(job.rejected(code, notOffered));
    } else if (request instanceof Poll poll && poll.stage == Poll.Stage.ASKED) {
      if (gateway) {
        giveUp(poll, QualityReason.TIMEOUT);
      } else if (!NOT_NARROWED.contains(code)
          && poll.narrow(ticker.nanos() + WHOLE_AGAIN.toNanos())) {
        schedule.proceed(poll);
      } else {
        log.debug("{}: {} refused, {}", name, poll.part(), Pdu.exceptionName(code));
        bad(List.of(poll.part()), QualityReason.REJECTED);
        proceed(poll);
      }
    }
    pump();
  }

  @Override
  public void malformed(Request request, String what) {
    units.answered(request.unit());
    if (request instanceof WriteJob job) {
      proceed(job.fail(new DriverFailure.Malformed(name + ": " + what)));
    } else if (request instanceof Poll poll && poll.stage == Poll.Stage.ASKED) {
      complain(poll, what);
      proceed(poll);
    }
    pump();
  }

  @Override
  public void timedOut(Request request) {
    timeouts++;
    boolean first = units.failed(request.unit(), ticker.nanos());
    String detail =
        "unit " + request.unit() + " on " + name + " did not answer within " + options.timeout();
    if (request instanceof WriteJob job) {
      proceed(job.fail(new DriverFailure.Timeout(detail)));
    } else if (request instanceof Poll poll && poll.stage == Poll.Stage.ASKED) {
      log.debug(detail);
      giveUp(poll, QualityReason.TIMEOUT);
    }
    Exchange from = exchange;
    if (units.timedOut(first, watchedUnits) && from != null) {
      from.close(
          new DriverFailure.Timeout("connection " + name + " hangs: nothing answers any more"));
    }
  }

  private void proceed(boolean writeIsOver) {
    if (writeIsOver) {
      writing = null;
    } else {
      writeProceeds = true;
    }
  }

  private void proceed(Poll poll) {
    if (poll.next()) {
      schedule.proceed(poll);
    } else {
      schedule.done(poll, ticker.nanos());
    }
  }

  private void giveUp(Poll poll, QualityReason reason) {
    bad(poll.rest(), reason);
    schedule.done(poll, ticker.nanos());
  }

  private void complain(Poll poll, String what) {
    log.debug("{}: {}: {}", name, poll.part(), what);
    bad(List.of(poll.part()), QualityReason.MALFORMED);
  }

  private void bad(Collection<ReadBlock> blocks, QualityReason reason) {
    begin();
    blocks.forEach(b -> b.bad(reason, batch));
    deliver();
  }

  private void deliverUnreadable() {
    begin();
    unreadable.keySet().forEach(p -> batch.addBad(p.id(), QualityReason.UNSUPPORTED));
    deliver();
  }

  private SampleBatch begin() {
    Instant now = clock.instant();
    return batch.begin(now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
  }

  private void deliver() {
    owner.samples(batch);
  }

  private long periodNanos(ScanClass scan) {
    return options.periods().getOrDefault(scan, scan.defaultPeriod()).toNanos();
  }
}
