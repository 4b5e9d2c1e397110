package org.wardlight.web.internal;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.access.Accounts;
import org.wardlight.api.access.Role;
import org.wardlight.api.access.Terminals;
import org.wardlight.api.access.User;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmDesk;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmLoad;
import org.wardlight.api.alarm.Bedside;
import org.wardlight.api.alarm.Coverage;
import org.wardlight.api.alarm.Duty;
import org.wardlight.api.alarm.Episodes;
import org.wardlight.api.alarm.Handover;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Shelves;
import org.wardlight.api.alarm.Stations;
import org.wardlight.api.alarm.WalkTests;
import org.wardlight.api.field.FieldStatus;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.Outputs;
import org.wardlight.api.field.Overrides;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.rule.RuleTexts;
import org.wardlight.api.space.CareLimits;
import org.wardlight.api.space.ConfigurationHistory;
import org.wardlight.api.space.Facility;
import org.wardlight.api.telemetry.Trends;
import org.wardlight.api.time.Ticker;

/** The real server on a free port, above services that keep everything in memory. */
final class Server implements AutoCloseable {
  /** Anybody's password. */
  static final String PASSWORD = "night shift";

  final HttpClient http = HttpClient.newHttpClient();
  final Changes changes = new Changes();
  final Desk desk = new Desk();
  final MemoryAccounts accounts = new MemoryAccounts();
  final Map<Integer, PointValue> values = new ConcurrentHashMap<>();
  final Map<Integer, Double> desired = new ConcurrentHashMap<>();

  /** What rules wish. */
  final Map<Integer, Double> usual = new ConcurrentHashMap<>();

  final MemoryTerminals terminals = new MemoryTerminals();
  final Scripted scripted = new Scripted();
  final EngineerServices engineer =
      new EngineerServices(
          scripted.service(FieldStatus.class),
          scripted.service(Overrides.class),
          scripted.service(ConfigurationHistory.class));
  volatile Ticker ticker = System::nanoTime;
  volatile Facility facility;
  volatile @Nullable Trends trends;
  volatile @Nullable RuleTexts texts;
  final WebServer web;

  Server(int rooms) {
    this(rooms, null, null);
  }

  Server(int rooms, @Nullable Path pages, @Nullable Path libraries) {
    this(Demo.facility("demo", rooms), pages, libraries);
  }

  Server(Facility facility) {
    this(facility, null, null);
  }

  private Server(Facility facility, @Nullable Path pages, @Nullable Path libraries) {
    this.facility = facility;
    scripted.answer("Overrides.overrides", args -> List.of());
    facility.points().forEach(p -> values.put(p.id(), Demo.value(p, 0)));
    web = WebServer.start(services(), new WebServer.Place("127.0.0.1", 0, pages, libraries));
  }

  Services services() {
    return new Services(
        () -> facility,
        id -> values.getOrDefault(id, Demo.value(facility.points().get(id), Double.NaN)),
        new MemoryOutputs(),
        desk,
        desk,
        accounts,
        terminals,
        changes,
        () -> trends,
        () -> texts,
        Clock.fixed(Demo.NOW, ZoneOffset.UTC),
        () -> ticker.nanos(),
        new WardServices(
            scripted.service(Shelves.class),
            scripted.service(Duty.class),
            scripted.service(WalkTests.class),
            scripted.service(Coverage.class),
            scripted.service(Handover.class),
            scripted.service(AlarmLoad.class),
            scripted.service(Stations.class),
            scripted.service(CareLimits.class),
            scripted.service(Bedside.class),
            scripted.service(Episodes.class)),
        engineer);
  }

  String address() {
    return "127.0.0.1:" + web.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address() + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> get(String path, String token) {
    return send(request(path).header("Cookie", "wl_session=" + token));
  }

  HttpResponse<String> post(String path, String token, String body) {
    return send(
        request(path)
            .header("Cookie", "wl_session=" + token)
            .header("X-Wardlight", "1")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  static String error(HttpResponse<String> response) {
    return response.statusCode() + " " + new JsonObject(response.body()).getString("error");
  }

  /** A value changes, in the table and for the observers. */
  void change(int point, double value) {
    PointValue now = Demo.value(facility.points().get(point), value);
    values.put(point, now);
    changes.changed(now);
  }

  /** An alarm changes, at the desk and for the annunciators. */
  void announce(Alarm alarm) {
    desk.open.removeIf(a -> a.id().equals(alarm.id()));
    if (alarm.open()) {
      desk.open.add(alarm);
    }
    changes.announce(
        new JournalEntry(1, new AlarmEvent.Attended(Demo.NOW, "ward-a", alarm.id())), alarm);
  }

  @Override
  public void close() {
    web.stop();
  }

  /** Tokens are the names of their users. */
  static final class MemoryAccounts implements Accounts {
    final Map<String, User> sessions = new ConcurrentHashMap<>();

    MemoryAccounts() {
      for (Role role : Role.values()) {
        String name = role.name().toLowerCase(Locale.ROOT);
        sessions.put(name, new User(name, "Anna", role, "", false));
      }
      sessions.put("new", new User("new", "New", Role.NURSE, "", true));
    }

    @Override
    public CompletionStage<LoginOutcome> login(String name, String password, String from) {
      User user = sessions.get(name);
      LoginOutcome outcome = new LoginOutcome.Wrong();
      if (name.equals("locked")) {
        outcome = new LoginOutcome.Locked(40);
      } else if (user != null && password.equals(PASSWORD)) {
        outcome = new LoginOutcome.Welcome(name, user);
      }
      LoginOutcome answer = outcome;
      return CompletableFuture.supplyAsync(() -> answer);
    }

    @Override
    public @Nullable User session(String token) {
      return sessions.get(token);
    }

    @Override
    public void logout(String token) {
      sessions.remove(token);
    }

    @Override
    public CompletionStage<PasswordOutcome> changePassword(
        String token, String present, String next) {
      return CompletableFuture.completedFuture(PasswordOutcome.valueOf(next));
    }

    /** Asking for the name of this user fails. */
    volatile String broken = "";

    @Override
    public String displayName(String name) {
      if (name.equals(broken)) {
        throw new IllegalStateException("no such user");
      }
      return name.equals("nurse") ? "Anna" : name;
    }
  }

  /** Tokens are the ids of their terminals with "-token". */
  static final class MemoryTerminals implements Terminals {
    final List<Terminal> all = new CopyOnWriteArrayList<>();
    volatile @Nullable PairOutcome refusal;

    @Override
    public CompletionStage<PairOutcome> pair(String bed, String name, String by) {
      PairOutcome refused = refusal;
      if (refused != null) {
        return CompletableFuture.completedFuture(refused);
      }
      Terminal terminal = new Terminal("t-" + (all.size() + 1), name, bed, by, Demo.NOW);
      all.add(terminal);
      return CompletableFuture.completedFuture(
          new PairOutcome.Paired(terminal.id() + "-token", terminal));
    }

    @Override
    public @Nullable Terminal terminal(String token) {
      return all.stream().filter(t -> token.equals(t.id() + "-token")).findFirst().orElse(null);
    }

    @Override
    public List<Terminal> all() {
      return List.copyOf(all);
    }

    @Override
    public CompletionStage<RevokeOutcome> revoke(String id) {
      Terminal gone = terminal(id + "-token");
      if (gone != null && all.remove(gone)) {
        return CompletableFuture.completedFuture(new RevokeOutcome.Revoked(gone));
      }
      return CompletableFuture.completedFuture(new RevokeOutcome.Unknown());
    }
  }

  /** A desk and journal that hold what the test says. */
  static final class Desk implements AlarmDesk, Journal {
    final List<Alarm> open = new CopyOnWriteArrayList<>();
    final List<JournalEntry> entries = new CopyOnWriteArrayList<>();
    volatile Map<String, Instant> present = Map.of("102", Demo.NOW);

    @Override
    public List<Alarm> open() {
      return new ArrayList<>(open);
    }

    @Override
    public @Nullable Alarm find(String alarmId) {
      return open.stream().filter(a -> a.id().equals(alarmId)).findFirst().orElse(null);
    }

    @Override
    public Map<String, Instant> present() {
      return present;
    }

    @Override
    public CompletionStage<ActionOutcome> accept(String alarmId, String user) {
      Alarm alarm = find(alarmId);
      return CompletableFuture.supplyAsync(
          () ->
              alarm == null
                  ? new ActionOutcome.NotOpen(alarmId)
                  : new ActionOutcome.Done(Demo.alarm(alarm.room(), Alarm.State.ACCEPTED)));
    }

    @Override
    public CompletionStage<ActionOutcome> close(String alarmId, String user, String reason) {
      return reason.equals("fail")
          ? CompletableFuture.failedFuture(new IllegalStateException("inside"))
          : CompletableFuture.completedFuture(new ActionOutcome.NotAllowed("close.in.room.only"));
    }

    @Override
    public CompletionStage<ActionOutcome> spokenWith(String alarmId, String user) {
      return CompletableFuture.completedFuture(new ActionOutcome.NotOpen(alarmId));
    }

    @Override
    public CompletionStage<List<JournalEntry>> append(List<AlarmEvent> events) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void replay(long fromSequence, Consumer<JournalEntry> reader) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<JournalEntry> journey(String alarmId) {
      return List.copyOf(entries);
    }

    @Override
    public Verification verify() {
      throw new UnsupportedOperationException();
    }
  }

  private final class MemoryOutputs implements Outputs {
    @Override
    public void wish(int point, Origin origin, double value, String why) {
      desired.put(point, value);
    }

    @Override
    public void withdraw(int point, Origin origin) {
      desired.remove(point);
    }

    @Override
    public double wished(int point, Origin origin) {
      return origin == Origin.RULE ? usual.getOrDefault(point, Double.NaN) : Double.NaN;
    }

    @Override
    public OutputState state(int point) {
      double value = desired.getOrDefault(point, Double.NaN);
      return new OutputState(
          point, value, Origin.ALARM, "call", OutputState.Status.CONFIRMED, "", Demo.NOW);
    }
  }
}
