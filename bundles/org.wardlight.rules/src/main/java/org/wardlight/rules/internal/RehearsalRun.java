package org.wardlight.rules.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.rule.Rehearsals.Change;
import org.wardlight.api.rule.Rehearsals.Difference;
import org.wardlight.api.rule.Rehearsals.Request;
import org.wardlight.api.rule.RuleProblem;
import org.wardlight.api.space.Facility;
import org.wardlight.api.telemetry.History;
import org.wardlight.rules.internal.RehearsalSide.Identity;
import org.wardlight.rules.internal.RehearsalSide.Raised;

/**
 * One rehearsal: ward after ward, the recorded samples are played to the rules in force and to
 * those that are tried out. The same samples always give the same result. Belongs to the
 * rehearsals' thread.
 */
final class RehearsalRun {
  /** Samples before the range tell what held when it began: each kind is recorded within it. */
  static final Duration BEFORE = Duration.ofHours(1);

  static final int MOST_DIFFERENCES = 5_000;

  /** Breaks, so that live rules on a small machine do not notice. */
  private static final int SAMPLES_AT_A_TIME = 200;

  private static final long BREAK_NANOS = 1_000_000;

  private static final Duration CHUNK = Duration.ofHours(6);

  /** Rules and the facility they are for. */
  record Part(RuleSet rules, Facility facility) {}

  private record Sample(Point point, Instant at, double value, boolean good) {}

  private final Request request;
  private final Part before;
  private final Part after;
  private final History history;
  private final BooleanSupplier cancelled;
  private final DoubleConsumer progress;
  private final List<Difference> differences = new ArrayList<>();
  private final Set<RuleProblem> problems = new LinkedHashSet<>();
  private long samples;
  private long same;
  private long more;

  RehearsalRun(
      Request request,
      Part before,
      Part after,
      History history,
      BooleanSupplier cancelled,
      DoubleConsumer progress) {
    this.request = request;
    this.before = before;
    this.after = after;
    this.history = history;
    this.cancelled = cancelled;
    this.progress = progress;
  }

  /** Throws {@link IllegalArgumentException} if a room that is to be looked at is not there. */
  static void checkRooms(Request request, Facility facility) {
    for (String room : request.rooms()) {
      if (facility.wardOf(room) == null) {
        throw new IllegalArgumentException("there is no room " + room);
      }
    }
  }

  void run() {
    Map<String, List<Point>> wards = points();
    int done = 0;
    for (Map.Entry<String, List<Point>> ward : wards.entrySet()) {
      play(ward.getKey(), ward.getValue(), done, wards.size());
      done++;
      progress.accept((double) done / wards.size());
    }
  }

  /** The points whose samples matter, by ward: those that either rules ask for. */
  private Map<String, List<Point>> points() {
    Set<String> wards = new LinkedHashSet<>();
    for (Point point : before.facility().points()) {
      if (request.rooms().isEmpty() || request.rooms().contains(point.room())) {
        wards.add(point.ward());
      }
    }
    Map<String, List<Point>> result = new LinkedHashMap<>();
    for (Point point : before.facility().points()) {
      if (wards.contains(point.ward())
          && (point.kind().safety() || asked(before, point) || asked(after, point))) {
        result.computeIfAbsent(point.ward(), w -> new ArrayList<>()).add(point);
      }
    }
    return result;
  }

  private static boolean asked(Part part, Point point) {
    Set<String> kinds = part.rules().kinds(Set.of());
    return kinds == null || kinds.contains(point.kind().id());
  }

  private void play(String ward, List<Point> points, int wardsDone, int wards) {
    Instant begin = request.from().minus(BEFORE);
    RehearsalSide now =
        new RehearsalSide(ward, before.facility(), before.rules(), begin, this::failedNow);
    RehearsalSide then =
        new RehearsalSide(ward, after.facility(), after.rules(), begin, this::failed);
    Map<Integer, PointValue> last = new HashMap<>();
    double whole = Duration.between(begin, request.to()).toMillis();
    for (Instant from = begin; from.isBefore(request.to()) && !cancelled.getAsBoolean(); ) {
      Instant to = earlier(from.plus(CHUNK), request.to());
      for (Sample sample : read(points, from, to)) {
        PointValue value = value(sample, last.get(sample.point().id()));
        last.put(sample.point().id(), value);
        now.until(sample.at());
        then.until(sample.at());
        now.take(value);
        then.take(value);
        if (++samples % SAMPLES_AT_A_TIME == 0) {
          LockSupport.parkNanos(BREAK_NANOS);
        }
      }
      now.until(to);
      then.until(to);
      progress.accept((wardsDone + Duration.between(begin, to).toMillis() / whole) / wards);
      from = to;
    }
    compare(ward, now.raised(), then.raised());
    now.close();
    then.close();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Reads first and plays then: the store is not kept waiting. */
  private List<Sample> read(List<Point> points, Instant from, Instant to) {
    Map<String, Point> byName = new LinkedHashMap<>();
    points.forEach(point -> byName.put(point.name(), point));
    List<Sample> read = new ArrayList<>();
    history.samples(
        byName.keySet(),
        from,
        to,
        (name, at, value, good) -> {
          Point point = byName.get(name);
          if (point != null) {
            read.add(new Sample(point, at, value, good));
          }
          return !cancelled.getAsBoolean();
        });
    return read;
  }

  private static PointValue value(Sample sample, @Nullable PointValue last) {
    boolean gap = Double.isNaN(sample.value());
    double known = last == null ? Double.NaN : last.value();
    double value = gap ? known : sample.value();
    Quality quality = gap ? Quality.BAD : sample.good() ? Quality.GOOD : Quality.UNCERTAIN;
    QualityReason reason =
        gap
            ? QualityReason.DISCONNECTED
            : sample.good() ? QualityReason.NONE : QualityReason.DEVICE_REPORTED;
    boolean sameValue = last != null && Double.compare(known, value) == 0;
    boolean sameQuality = last != null && last.quality() == quality;
    return new PointValue(
        sample.point(),
        value,
        quality,
        reason,
        sameValue && last != null ? last.since() : sample.at(),
        sameQuality && last != null ? last.qualitySince() : sample.at(),
        sample.at());
  }

  private void failedNow(String rule, String why) {
    problems.add(new RuleProblem(rule, 0, "", "fails already in the rules that run: " + why));
  }

  private void failed(String rule, String why) {
    problems.add(new RuleProblem(rule, 0, "", "fails: " + why));
  }

  // --- comparing --------------------------------------------------------------------------------

  private void compare(String ward, Map<Identity, Raised> now, Map<Identity, Raised> then) {
    Set<Identity> all = new LinkedHashSet<>(now.keySet());
    all.addAll(then.keySet());
    List<Difference> found = new ArrayList<>();
    for (Identity identity : all) {
      Raised was = now.get(identity);
      Raised would = then.get(identity);
      Raised either = was == null ? would : was;
      if (either == null || !concerns(either, was, would)) {
        continue;
      }
      Change change = change(was, would);
      if (change == null) {
        same++;
      } else {
        found.add(
            new Difference(
                change,
                ward,
                either.room(),
                identity.space(),
                identity.kind(),
                identity.since(),
                was == null ? null : was.at(),
                would == null ? null : would.at(),
                was == null ? null : was.alarmClass(),
                would == null ? null : would.alarmClass()));
      }
    }
    found.sort(Comparator.comparing(Difference::room).thenComparing(Difference::since));
    int fit = Math.min(found.size(), MOST_DIFFERENCES - differences.size());
    differences.addAll(found.subList(0, fit));
    more += found.size() - fit;
  }

  private boolean concerns(Raised either, @Nullable Raised was, @Nullable Raised would) {
    return (request.rooms().isEmpty() || request.rooms().contains(either.room()))
        && (within(was) || within(would));
  }

  private boolean within(@Nullable Raised raised) {
    return raised != null && !raised.at().isBefore(request.from());
  }

  private static @Nullable Change change(@Nullable Raised was, @Nullable Raised would) {
    if (was == null) {
      return Change.NEW;
    }
    if (would == null) {
      return Change.GONE;
    }
    if (would.at().isBefore(was.at())) {
      return Change.EARLIER;
    }
    if (would.at().isAfter(was.at())) {
      return Change.LATER;
    }
    return was.alarmClass() == would.alarmClass() ? null : Change.RECLASSIFIED;
  }

  List<Difference> differences() {
    return differences;
  }

  List<RuleProblem> problems() {
    return List.copyOf(problems);
  }

  long samples() {
    return samples;
  }

  long same() {
    return same;
  }

  long more() {
    return more;
  }
}
