package org.wardlight.web.internal;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.access.User;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Ward;
import org.wardlight.web.internal.Portions.Portion;

/**
 * Keeps the stations up to date: collects changes, numbers them as deltas, writes each once and
 * sends the same text to all. Lives on the event loop; only {@link #stations} and the signal from
 * {@link Changes} come from other threads.
 */
final class StationHub {
  private static final Logger log = LoggerFactory.getLogger(StationHub.class);

  static final int MOST_STATIONS = 500;
  private static final long BEAT_MILLIS = 1_000;

  /** A snapshot has 200 rooms at most; further ones follow as parts. */
  private static final int FIRST_PORTIONS = 8;

  /** Values wait at most this long for the next delta... */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

  /** ...and less if deltas are quickly made: making them takes at most a tenth of the time. */
  private static final int PAUSE_PER_WORK = 10;

  private final Services services;
  private final Vertx vertx;
  private final Context context;
  private final Messages messages;
  private final Snapshots snapshots;
  private final Parts parts;
  private final Nights nights;
  private final StationReports reports;
  private final WatchedOutputs outputs;
  private final Ring ring = new Ring();
  private final Set<Station> stations = new HashSet<>();
  private final Map<String, Boolean> toldNights = new HashMap<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private Facility facility;
  private Portions portions;
  private String epoch = newEpoch();
  private long lastFlushEnd;
  private long pauseNanos;
  private boolean timerSet;
  private long beatTimer;
  private volatile int count;

  StationHub(Services services, Vertx vertx, Context context) {
    this.services = services;
    this.vertx = vertx;
    this.context = context;
    messages = new Messages(services);
    snapshots = new Snapshots(messages, services.ticker());
    nights = new Nights(services.clock());
    parts = new Parts(vertx, this::part);
    outputs = new WatchedOutputs(messages);
    reports = new StationReports(services.wards().stations());
    facility = services.facilities().current();
    portions = new Portions(facility);
  }

  private static String newEpoch() {
    return UUID.randomUUID().toString();
  }

  void start() {
    lastFlushEnd = services.ticker().nanos();
    rememberNights();
    services.changes().listen(this::signal);
    reports.stations(stations, facility);
    beatTimer = vertx.setPeriodic(BEAT_MILLIS, id -> beat());
  }

  void stop() {
    services.changes().listenNoMore();
    vertx.cancelTimer(beatTimer);
    List.copyOf(stations).forEach(station -> station.line().bye("stopping", Line.GOING_AWAY));
  }

  /** How many stations are connected. Thread-safe. */
  int stations() {
    return count;
  }

  // --- stations come, speak and go

  void connected(ServerWebSocket socket, HttpConnection connection, String token, User user) {
    if (stations.size() >= MOST_STATIONS) {
      log.warn("a station was turned away: {} are connected already", stations.size());
      socket.close(Line.TRY_LATER, "too many stations");
      return;
    }
    Line line =
        new Line(
            socket,
            connection,
            Station.MOST_BYTES_WAITING,
            Station.MOST_MESSAGES_A_BEAT,
            services.ticker());
    Station station = new Station(line, token, user, services.ticker().nanos());
    stations.add(station);
    count = stations.size();
    line.listen(message -> understand(station, message), () -> disconnected(station));
  }

  private void disconnected(Station station) {
    stations.remove(station);
    count = stations.size();
    rewatch();
    reports.stations(stations, facility);
  }

  private void understand(Station station, JsonObject message) {
    String type = message.getString("t", "");
    if (type.equals("hello") && station.state() == Station.State.CONNECTED) {
      watch(station, message);
      JsonObject resume = message.getJsonObject("resume");
      if (resume == null || !resumes(station, resume)) {
        sendSnapshot(station);
      }
    } else if (type.equals("watch")) {
      watch(station, message);
      if (station.live()) {
        sendRoom(station);
      }
    }
    if (type.equals("seen") && station.live()) {
      reports.seen(station, message.getString("alarm", ""));
    }
    // Others may come from a newer page, or only say that somebody is there.
  }

  private void watch(Station station, JsonObject message) {
    station.showOnly(message.getString("ward", ""));
    station.calls(message.getString("screen", ""));
    String room = message.getString("room", "");
    boolean known = room != null && facility.wardOf(room) != null;
    station.watch(known ? String.valueOf(room) : "");
    rewatch();
    reports.stations(stations, facility);
  }

  private void rewatch() {
    Set<String> rooms = new HashSet<>();
    for (Station station : stations) {
      if (!station.room().isEmpty()) {
        rooms.add(station.room());
      }
    }
    outputs.retain(rooms);
    services.changes().watch(rooms);
  }

  /** Sends what the station missed; false if that is not known any more. */
  private boolean resumes(Station station, JsonObject resume) {
    Object seq = resume.getValue("seq");
    if (!epoch.equals(resume.getString("epoch")) || !(seq instanceof Number number)) {
      return false;
    }
    return catchUp(station, number.longValue());
  }

  private boolean catchUp(Station station, long seq) {
    List<String> missing = ring.after(seq);
    if (missing == null) {
      return false;
    }
    missing.forEach(station::send);
    station.nowLive();
    reports.stations(stations, facility);
    reports.delivered(station, services.desk().open());
    sendRoom(station);
    station.send(Messages.beat(ring.last(), services.clock().instant()));
    return true;
  }

  private void sendRoom(Station station) {
    if (!station.room().isEmpty()) {
      station.send(messages.room(station.room(), facility));
    }
  }

  private void sendSnapshot(Station station) {
    station.starting(services.ticker().nanos());
    continueSnapshot(station);
  }

  private static boolean names(Station station) {
    return Readers.seesNames(station.user().role());
  }

  private String part(Station station, Portion portion) {
    return messages.part(facility, names(station), portion, station.left());
  }

  /** Made off the loop; the deltas that come meanwhile follow when the screen has read it. */
  private void continueSnapshot(Station station) {
    String begun = epoch;
    List<Portion> all = portions.inOrder(station.ward(), station.room());
    List<Portion> first = all.subList(0, Math.min(all.size(), FIRST_PORTIONS));
    List<Portion> rest = all.subList(first.size(), all.size());
    boolean names = names(station);
    snapshots
        .get(context, begun, ring.last(), facility, names, first, rest.size())
        .onFailure(e -> snapshotFailed(station, e))
        .onSuccess(
            snapshot -> {
              String user = Json.text(out -> Shapes.user(out, station.user()));
              if (station.state() == Station.State.STARTING) {
                station
                    .send(snapshot.text() + ",\"user\":" + user + "}")
                    .onSuccess(v -> snapshotRead(station, begun, snapshot.seq(), rest));
              }
            });
  }

  private void snapshotFailed(Station station, Throwable e) {
    log.error("no snapshot for a station could be made", e);
    station.line().close(Line.TRY_LATER, "no snapshot");
  }

  private void snapshotRead(Station station, String begun, long seq, List<Portion> rest) {
    if (station.state() != Station.State.STARTING) {
      return;
    }
    if (begun.equals(epoch) && catchUp(station, seq)) {
      station.leave(rest);
      parts.next(station);
    } else {
      continueSnapshot(station);
    }
  }

  // --- changes

  /** Something is to be taken. Any thread. */
  private void signal(boolean urgent) {
    if (urgent) {
      context.runOnContext(v -> flush());
    } else if (signalled.compareAndSet(false, true)) {
      context.runOnContext(v -> flushInTime());
    }
  }

  private void flushInTime() {
    long waited = services.ticker().nanos() - lastFlushEnd;
    if (waited >= pauseNanos) {
      flush();
    } else if (!timerSet) {
      timerSet = true;
      long millis =
          Math.max(1, Duration.ofNanos(pauseNanos - waited).plusNanos(999_999).toMillis());
      vertx.setTimer(
          millis,
          id -> {
            timerSet = false;
            flush();
          });
    }
  }

  private void flush() {
    signalled.set(false);
    long begin = services.ticker().nanos();
    Pending changed = services.changes().take();
    if (changed.flood() || services.facilities().current() != facility) {
      beginEpoch();
    } else if (!changed.isEmpty()) {
      tell(changed);
    }
    lastFlushEnd = services.ticker().nanos();
    pauseNanos = Math.min(LONGEST_PAUSE.toNanos(), PAUSE_PER_WORK * (lastFlushEnd - begin));
  }

  private void tell(Pending changed) {
    long seq = ring.last() + 1;
    List<PointValue> forAll = new ArrayList<>();
    Map<String, List<PointValue>> more = new HashMap<>();
    for (PointValue value : changed.values()) {
      if (!ofThisFacility(value)) {
        continue;
      }
      if (Changes.onTile(value.point().kind().id())) {
        forAll.add(value);
      } else {
        more.computeIfAbsent(value.point().room(), room -> new ArrayList<>()).add(value);
      }
    }
    String everybody = messages.delta(seq, facility, changed, forAll);
    ring.add(everybody);
    Map<String, String> byRoom = new HashMap<>();
    more.forEach(
        (room, values) -> {
          values.addAll(0, forAll);
          byRoom.put(room, messages.delta(seq, facility, changed, values));
        });
    for (Station station : List.copyOf(stations)) {
      sendIfLive(station, byRoom.getOrDefault(station.room(), everybody));
      reports.delivered(station, changed.alarms());
    }
  }

  /** A value may have been on its way when the facility changed. */
  private boolean ofThisFacility(PointValue value) {
    return facility.point(value.point().name()) != null;
  }

  private void sendIfLive(Station station, String text) {
    if (!station.live()) {
      return;
    }
    if (station.line().full()) {
      log.warn("a station of {} reads too slowly and is cut off", station.user().name());
      station.line().bye("too.slow", Line.TRY_LATER);
    } else {
      station.send(text);
    }
  }

  /** Everything has changed: numbers start anew and every station gets a snapshot. */
  private void beginEpoch() {
    facility = services.facilities().current();
    portions = new Portions(facility);
    epoch = newEpoch();
    ring.clear();
    outputs.forget();
    rememberNights();
    for (Station station : List.copyOf(stations)) {
      if (station.live()) {
        if (facility.wardOf(station.room()) == null) {
          station.watch("");
        }
        sendSnapshot(station);
      }
    }
    rewatch();
    reports.stations(stations, facility);
  }

  // --- once a second

  private void beat() {
    if (services.facilities().current() != facility) {
      beginEpoch();
    }
    tellNights();
    String beat = Messages.beat(ring.last(), services.clock().instant());
    long now = services.ticker().nanos();
    for (Station station : List.copyOf(stations)) {
      station.line().beat();
      if (station.state() == Station.State.GONE) {
        continue;
      }
      User user = services.accounts().session(station.token());
      if (user == null || user.role() != station.user().role()) {
        station.line().bye("session.ended", Line.NORMAL);
      } else if (station.startsTooSlowly(now)) {
        station.line().bye("too.slow", Line.TRY_LATER);
      } else if (station.silent()) {
        log.info("a station of {} does not answer and is cut off", station.user().name());
        station.line().bye("silent", Line.TRY_LATER);
      } else {
        sendIfLive(station, beat);
      }
    }
    // Who was cut off shows nothing from now on, even if its connection takes longer to end.
    reports.stations(stations, facility);
    for (Station station : List.copyOf(stations)) {
      if (station.live() && !station.room().isEmpty()) {
        String news = outputs.news(station.room(), facility);
        if (news != null) {
          sendIfLive(station, news);
        }
      }
    }
    outputs.told();
    snapshots.forgetOld();
  }

  private void rememberNights() {
    toldNights.clear();
    for (Ward ward : facility.wards()) {
      toldNights.put(ward.id(), nights.night(facility, ward));
    }
  }

  private void tellNights() {
    for (Ward ward : facility.wards()) {
      boolean night = nights.night(facility, ward);
      @Nullable Boolean told = toldNights.put(ward.id(), night);
      if (told == null || told != night) {
        services.changes().night(ward.id(), night);
      }
    }
  }
}
