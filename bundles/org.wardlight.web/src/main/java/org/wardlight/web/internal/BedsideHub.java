package org.wardlight.web.internal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.access.Terminals;
import org.wardlight.api.access.Terminals.Terminal;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.Bedside;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;

/**
 * Keeps the bedside terminals up to date and takes what is pressed there. What a terminal shows is
 * small, so it is always told all of it; there is nothing to miss and nothing to resume. Lives on
 * the event loop.
 */
final class BedsideHub {
  private static final Logger log = LoggerFactory.getLogger(BedsideHub.class);
  private static final long BEAT_MILLIS = 1_000;

  /** Some browsers may hold a second connection of the same terminal for a while. */
  private static final int MOST_SCREENS = 2 * Terminals.MOST;

  private static final int LONGEST_ID = 64;

  private final Services services;
  private final Vertx vertx;
  private final Context context;
  private final RoomComfort comfort;
  private final BedView view;
  private final Set<BedsideScreen> screens = new HashSet<>();
  private final Map<String, Presses> presses = new HashMap<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final String epoch = UUID.randomUUID().toString();
  private List<Bedside.Presence> told = List.of();
  private boolean reported;
  private long beatTimer;
  private long comfortTimer;

  BedsideHub(Services services, Vertx vertx, Context context) {
    this.services = services;
    this.vertx = vertx;
    this.context = context;
    comfort = new RoomComfort(services);
    view = new BedView(services, comfort);
  }

  void start() {
    services.changes().listen(this::signal);
    report();
    beatTimer = vertx.setPeriodic(BEAT_MILLIS, id -> beat());
    comfortTimer =
        vertx.setPeriodic(BEAT_MILLIS, id -> comfort.settle(services.facilities().current()));
  }

  void stop() {
    vertx.cancelTimer(beatTimer);
    vertx.cancelTimer(comfortTimer);
    List.copyOf(screens).forEach(screen -> screen.line().bye("stopping", Line.GOING_AWAY));
  }

  // --- terminals come, speak and go

  void connected(
      ServerWebSocket socket, HttpConnection connection, String token, Terminal terminal) {
    if (screens.size() >= MOST_SCREENS) {
      log.warn("a bedside terminal was turned away: {} are connected already", screens.size());
      socket.close(Line.TRY_LATER, "too many terminals");
      return;
    }
    BedStory story = new BedStory(services.accounts()::displayName);
    Line line =
        new Line(
            socket,
            connection,
            BedsideScreen.MOST_BYTES_WAITING,
            BedsideScreen.MOST_MESSAGES_A_BEAT,
            services.ticker());
    BedsideScreen screen = new BedsideScreen(line, token, terminal, story);
    screens.add(screen);
    line.listen(message -> understand(screen, message), () -> disconnected(screen));
  }

  private void disconnected(BedsideScreen screen) {
    screens.remove(screen);
    report();
  }

  private void understand(BedsideScreen screen, JsonObject message) {
    String type = message.getString("t", "");
    if (type.equals("hello")) {
      if (!screen.live()) {
        screen.nowLive();
        report();
      }
      show(screen, services.desk().open());
    } else if (screen.live() && type.equals("call")) {
      called(screen, message.getString("id", ""));
    } else if (screen.live() && (type.equals("light") || type.equals("temperature"))) {
      stepped(screen, type, message.getBoolean("up", false));
    }
    // Others may come from a newer page, or only say that somebody is there.
  }

  /** What a terminal is worth is asked anew each time: it may have been revoked a moment ago. */
  private boolean valid(BedsideScreen screen) {
    if (services.terminals().terminal(screen.token()) != null) {
      return true;
    }
    screen.line().bye("session.ended", Line.NORMAL);
    return false;
  }

  // --- what is pressed

  private void called(BedsideScreen screen, String id) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      screen.line().close(Line.NOT_UNDERSTOOD, "a call needs an id");
      return;
    }
    if (!valid(screen)) {
      return;
    }
    CompletionStage<DeskOutcome<Alarm>> outcome =
        presses
            .computeIfAbsent(screen.terminal().id(), terminal -> new Presses())
            .press(
                id,
                services.ticker().nanos(),
                this::covers,
                () -> services.wards().bedside().call(seenByDesk(screen.terminal())));
    Future.fromCompletionStage(outcome, context)
        .onFailure(e -> refused(screen, id, e.toString()))
        .onSuccess(answer -> answered(screen, id, answer));
  }

  private void answered(BedsideScreen screen, String id, DeskOutcome<Alarm> answer) {
    if (answer instanceof DeskOutcome.Done<Alarm> done) {
      // What the call has come to stands before the word that it was heard.
      show(screen, services.desk().open());
      boolean recorded = done.value().recorded();
      answer(screen, "heard", id, out -> out.writeBooleanField("recorded", recorded));
    } else {
      refused(screen, id, answer.toString());
    }
  }

  private static void refused(BedsideScreen screen, String id, String why) {
    log.error(
        "a call from the bedside terminal {} of bed {} failed, the resident was told so: {}",
        screen.terminal().id(),
        screen.terminal().bed(),
        why);
    answer(screen, "failed", id, out -> {});
  }

  private static void answer(BedsideScreen screen, String type, String id, Json.Body more) {
    screen.send(
        Json.text(
            out -> {
              out.writeStartObject();
              out.writeStringField("t", type);
              out.writeStringField("id", id);
              more.write(out);
              out.writeEndObject();
            }));
  }

  /** Whether the call of an earlier press stands, as what a press now would bring about. */
  private boolean covers(CompletionStage<DeskOutcome<Alarm>> earlier) {
    var future = earlier.toCompletableFuture();
    if (!future.isDone()) {
      return true;
    }
    if (future.isCompletedExceptionally()
        || !(future.join() instanceof DeskOutcome.Done<Alarm> done)) {
      return false;
    }
    Alarm now = services.desk().find(done.value().id());
    return now != null
        && now.open()
        && now.handling().test() == null
        && services.desk().present().containsKey(now.room())
            == (now.alarmClass() == AlarmClass.EMERGENCY);
  }

  private void stepped(BedsideScreen screen, String which, boolean up) {
    if (!screen.takesStep() || !valid(screen)) {
      return;
    }
    Facility facility = services.facilities().current();
    Room room = facility.roomOfBed(screen.terminal().bed());
    String kind = which.equals("light") ? RoomComfort.LIGHT : RoomComfort.TEMPERATURE;
    RoomComfort.Control control = room == null ? null : comfort.control(facility, room.id(), kind);
    if (control != null) {
      Future.fromCompletionStage(comfort.step(control, up, screen.terminal().id()), context)
          .onFailure(e -> log.warn("a wish of {} failed", screen.terminal().id(), e))
          .onComplete(v -> show(screen, services.desk().open()));
    }
  }

  // --- what is shown

  /** Something happened to an alarm. Any thread. */
  private void signal(boolean urgent) {
    if (urgent && signalled.compareAndSet(false, true)) {
      context.runOnContext(
          v -> {
            signalled.set(false);
            showAll();
          });
    }
  }

  private void showAll() {
    if (!screens.isEmpty()) {
      List<Alarm> open = services.desk().open();
      List.copyOf(screens).forEach(screen -> show(screen, open));
    }
  }

  /** Returns whether there was anything new to show. One that fails says so and harms no other. */
  private boolean show(BedsideScreen screen, List<Alarm> open) {
    try {
      return screen.live() && showBed(screen, open);
    } catch (RuntimeException e) {
      log.error("bedside terminal {} cannot be shown its bed", screen.terminal().id(), e);
      screen.line().bye("failed", Line.TRY_LATER);
      return false;
    }
  }

  private boolean showBed(BedsideScreen screen, List<Alarm> open) {
    Facility facility = services.facilities().current();
    Terminal terminal = screen.terminal();
    Room room = facility.roomOfBed(terminal.bed());
    Instant now = services.clock().instant();
    if (room == null) {
      return screen.show("gone", "{\"t\":\"gone\",\"seq\":0}");
    }
    List<Alarm> ofRoom = open.stream().filter(alarm -> alarm.room().equals(room.id())).toList();
    BedStory.Told told = screen.story().tell(ofRoom, room, terminal.bed(), now);
    String text = view.text(facility, room, terminal, told);
    return screen.show(
        text,
        Json.text(
            out -> {
              out.writeStartObject();
              out.writeStringField("t", "snapshot");
              out.writeStringField("epoch", epoch);
              out.writeNumberField("seq", 0);
              out.writeStringField("now", now.toString());
              out.writeFieldName("bedside");
              out.writeRawValue(text);
              out.writeEndObject();
            }));
  }

  private void beat() {
    List<Alarm> open = services.desk().open();
    String beat = Messages.beat(0, services.clock().instant());
    for (BedsideScreen screen : List.copyOf(screens)) {
      screen.beat();
      if (screen.line().gone()) {
        continue;
      }
      if (screen.line().silent()) {
        screen.line().bye("silent", Line.TRY_LATER);
      } else if (valid(screen) && !show(screen, open) && screen.live()) {
        screen.send(beat);
      }
    }
    report();
  }

  /** Tells the desk which terminals there are, and which are there; also after a pairing. */
  void report() {
    Set<String> there =
        screens.stream()
            .filter(BedsideScreen::live)
            .map(screen -> screen.terminal().id())
            .collect(Collectors.toSet());
    List<Bedside.Presence> all = new ArrayList<>();
    for (Terminal terminal : services.terminals().all()) {
      all.add(new Bedside.Presence(seenByDesk(terminal), there.contains(terminal.id())));
    }
    if (!reported || !all.equals(told)) {
      reported = true;
      told = all;
      presses.keySet().retainAll(all.stream().map(one -> one.terminal().id()).toList());
      services.wards().bedside().terminals(all);
    }
  }

  /** A terminal was revoked: it is told at once. */
  void revoked() {
    List.copyOf(screens).stream().filter(screen -> !screen.line().gone()).forEach(this::valid);
    report();
  }

  /** The terminals of which a connection is up. */
  Set<String> there() {
    return told.stream()
        .filter(Bedside.Presence::connected)
        .map(one -> one.terminal().id())
        .collect(Collectors.toSet());
  }

  static Bedside.Terminal seenByDesk(Terminal terminal) {
    return new Bedside.Terminal(terminal.id(), terminal.name(), terminal.bed());
  }
}
